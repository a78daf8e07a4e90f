import { Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import { ChannelForm } from '#components/alerts/channel-form';
import { loadAlerts, loadEndpoints } from '#components/alerts/load-alerts';
import { NotAllowed } from '#components/keys/not-allowed';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'New alert channel' };

const titles = {
  email: 'New e-mail channel',
  slack: 'New Slack channel',
  webhook: 'New webhook channel',
} as const;

export default async function NewChannelPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ kind?: string | string[] }>;
}) {
  const { environment, mayManage } = await loadAlerts(params);
  const asked = (await searchParams).kind;
  const kind = asked === 'slack' || asked === 'webhook' ? asked : 'email';
  const href = `/${environment}/alerts`;
  if (!mayManage) return <NotAllowed what="add alert channels" backHref={href} />;
  const endpoints = await loadEndpoints(kind, environment);
  const add = (
    <LinkButton size="sm" href={`/${environment}/webhooks/new`}>
      Add endpoint
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={titles[kind]} parents={[{ label: 'Alerts', href }]} />
      {kind === 'webhook' && endpoints.length === 0 ? (
        <EmptyState icon={Webhook} title={`No webhook endpoints in ${environment}`} actions={add}>
          A channel leads to one of them. Add one first.
        </EmptyState>
      ) : (
        <ChannelForm environment={environment} kind={kind} channel={null} endpoints={endpoints} />
      )}
    </>
  );
}
