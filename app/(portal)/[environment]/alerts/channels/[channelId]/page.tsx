import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChannelForm } from '#components/alerts/channel-form';
import { loadAlerts, loadEndpoints } from '#components/alerts/load-alerts';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'Edit alert channel' };

export default async function ChannelPage({
  params,
}: {
  params: Promise<{ environment: string; channelId: string }>;
}) {
  const { environment, mayManage, channels } = await loadAlerts(params);
  const { channelId } = await params;
  const channel = channels.find(({ id }) => id === channelId);
  const href = `/${environment}/alerts`;
  if (channel === undefined) notFound();
  if (!mayManage) return <NotAllowed what="edit alert channels" backHref={href} />;
  const endpoints = await loadEndpoints(channel.kind, channel.environment ?? environment);
  return (
    <>
      <PageHeader title={`Edit “${channel.name}”`} parents={[{ label: 'Alerts', href }]} />
      <ChannelForm
        environment={environment}
        kind={channel.kind}
        channel={channel}
        endpoints={endpoints}
      />
    </>
  );
}
