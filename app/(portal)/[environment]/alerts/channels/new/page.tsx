import type { Metadata } from 'next';
import { ChannelForm } from '#components/alerts/channel-form';
import { loadAlerts } from '#components/alerts/load-alerts';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'New alert channel' };

export default async function NewChannelPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ kind?: string | string[] }>;
}) {
  const { environment, mayManage } = await loadAlerts(params);
  const { kind } = await searchParams;
  const href = `/${environment}/alerts`;
  if (!mayManage) return <NotAllowed what="add alert channels" backHref={href} />;
  return (
    <>
      <PageHeader
        title={kind === 'slack' ? 'New Slack channel' : 'New e-mail channel'}
        parents={[{ label: 'Alerts', href }]}
      />
      <ChannelForm
        environment={environment}
        kind={kind === 'slack' ? 'slack' : 'email'}
        channel={null}
      />
    </>
  );
}
