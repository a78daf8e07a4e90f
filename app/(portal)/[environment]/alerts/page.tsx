import type { Metadata } from 'next';
import { AlertHistory } from '#components/alerts/alert-history';
import { AlertsSaved } from '#components/alerts/alerts-saved';
import { ChannelList } from '#components/alerts/channel-list';
import { DeliveryLog } from '#components/alerts/delivery-log';
import { FiringList } from '#components/alerts/firing-list';
import { RuleList } from '#components/alerts/rule-list';
import { environmentFrom } from '#components/keys/load-key';
import { RefreshButton } from '#components/keys/refresh-button';
import { DenialNote } from '#components/ui/denial-note';
import { PageHeader } from '#components/ui/page-header';
import { listAlerts } from '#lib/alerts/list-alerts';
import { listChannels } from '#lib/alerts/list-channels';
import { listDeliveries } from '#lib/alerts/list-deliveries';
import { listRules } from '#lib/alerts/list-rules';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';

export const metadata: Metadata = { title: 'Alerts' };

type Query = Readonly<Record<string, string | string[] | undefined>>;

export default async function AlertsPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<Query>;
}) {
  const environment = await environmentFrom(params);
  const query = await searchParams;
  const ctx = await requireContext();
  const mayManage = can((await requireSession()).role, 'alert.manage');
  const [firing, resolved, rules, channels, deliveries] = await Promise.all([
    listAlerts(ctx, { environment, state: 'firing', ...placeIn(query, 'firing') }),
    listAlerts(ctx, { environment, state: 'resolved', ...placeIn(query, 'resolved') }),
    listRules(ctx, { environment }),
    listChannels(ctx, {}),
    mayManage ? listDeliveries(ctx, { environment, ...placeIn(query, 'deliveries') }) : null,
  ]);
  const path = `/${environment}/alerts`;
  return (
    <>
      <PageHeader
        title="Alerts"
        description={`What you are told of the ${environment} environment, and who is told. Credits are watched call by call, all else every few seconds.`}
        actions={<RefreshButton />}
      />
      <div className="flex flex-col gap-4">
        <AlertsSaved saved={query.saved} href={path} />
        <section aria-labelledby="firing">
          <h2 id="firing" className="mb-2 font-semibold">
            Firing
          </h2>
          <FiringList listed={firing} environment={environment} mayManage={mayManage} />
        </section>
        {rules.ok && channels.ok ? (
          <RuleList
            rules={rules.data}
            channels={channels.data.channels}
            environment={environment}
            mayManage={mayManage}
          />
        ) : (
          !rules.ok && <DenialNote denial={rules.denial} />
        )}
        <AlertHistory listed={resolved} environment={environment} />
        {channels.ok ? (
          <ChannelList view={channels.data} environment={environment} mayManage={mayManage} />
        ) : (
          <DenialNote denial={channels.denial} />
        )}
        {deliveries && <DeliveryLog listed={deliveries} environment={environment} path={path} />}
      </div>
    </>
  );
}

function placeIn(query: Query, name: string): { cursor?: string } {
  const cursor = query[name];
  return typeof cursor === 'string' ? { cursor } : {};
}
