import { Plus } from 'lucide-react';
import { FiringAlert } from '#components/alerts/firing-alert';
import { FirstCall } from '#components/first-call/first-call';
import { AttentionList } from '#components/overview/attention-list';
import { CreditsTile } from '#components/overview/credits-tile';
import { RecentCalls } from '#components/overview/recent-calls';
import { TrafficTiles } from '#components/overview/traffic-tiles';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import { listAlerts } from '#lib/alerts/list-alerts';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { showCredits } from '#lib/credits/show';
import { showBurn } from '#lib/credits/show-burn';
import type { Environment } from '#lib/db/generated/enums';
import { attentionFor, notAlerted } from '#lib/overview/attention';
import { lostEndpoints } from '#lib/overview/lost-endpoints';
import { type OverviewView, showOverview } from '#lib/overview/show';
import { listEndpoints } from '#lib/webhooks/find';

/** Firing alerts shown at most; the alerts page has all. */
const ALERTS = 5;

/** The state of an environment in one look: what needs attention first. Without any key, the first-call guide. */
export async function Overview({ environment }: { environment: Environment }) {
  const [session, ctx] = await Promise.all([requireSession(), requireContext()]);
  const mayReadWebhooks = can(session.role, 'webhook.read');
  const [seen, credits, burn, firing, endpoints] = await Promise.all([
    showOverview(ctx, { environment }),
    showCredits(ctx, { environment }),
    showBurn(ctx, { environment }),
    listAlerts(ctx, { environment, state: 'firing', limit: ALERTS }),
    mayReadWebhooks ? listEndpoints(ctx, { environment }) : null,
  ]);
  if (!seen.ok) throw new Error(seen.denial.message);
  if (!credits.ok) throw new Error(credits.denial.message);
  const alerts = firing.ok ? firing.data.items : [];
  const overview = seen.data;
  if (overview.keys.everAnywhere === 0) return <Welcome environment={environment} />;

  const items = notAlerted(
    attentionFor({
      ...overview,
      lostEndpoints: endpoints?.ok ? lostEndpoints(endpoints.data) : [],
      organizationActive: session.organization.status === 'active',
      credits: {
        balance: credits.data.balance,
        perPeriod: credits.data.nextRefill.amount,
        nextRefillAt: credits.data.nextRefill.at,
      },
    }),
    alerts,
  );
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          <LinkButton variant="primary" href={`/${environment}/keys/new`}>
            <Plus aria-hidden />
            Create key
          </LinkButton>
        }
      />
      <div className="flex flex-col gap-6">
        <section aria-label="Needs attention">
          {alerts.length > 0 && (
            <div className="mb-2 flex flex-col gap-2">
              {alerts.map((alert) => (
                <FiringAlert
                  key={alert.id}
                  alert={alert}
                  mayManage={can(session.role, 'alert.manage')}
                />
              ))}
            </div>
          )}
          {(items.length > 0 || alerts.length === 0) && (
            <AttentionList environment={environment} items={items} />
          )}
        </section>
        <div className="grid gap-4 sm:grid-cols-2">
          <TrafficTiles
            ctx={ctx}
            environment={environment}
            mayRead={can(session.role, 'request.read')}
          />
          <CreditsTile credits={credits.data} burn={burn.ok ? burn.data : null} />
          <KeysTile environment={environment} overview={overview} />
        </div>
        {overview.keys.ever === 0 ? (
          <NoKeysHere environment={environment} />
        ) : (
          <RecentCalls environment={environment} uses={overview.recent} asOf={overview.asOf} />
        )}
      </div>
    </>
  );
}

function Welcome({ environment }: { environment: Environment }) {
  return (
    <>
      <PageHeader
        title="Welcome"
        description="Your organization has no API key yet. Three steps to your first answer from the API."
      />
      <FirstCall environment={environment} />
    </>
  );
}

function KeysTile({ environment, overview }: { environment: Environment; overview: OverviewView }) {
  const { keys, expiring, retiring } = overview;
  return (
    <StatTile
      label="API keys"
      value={keys.working.toLocaleString('en')}
      unit={`working in ${environment}`}
      note={`${expiring.count} ${expiring.count === 1 ? 'expires' : 'expire'} within 30 days, ${retiring.count} retiring, ${keys.ever - keys.working} ended.`}
      freshness={
        <>
          Data as of <Time iso={overview.asOf} style="clock" />
        </>
      }
      actions={
        <LinkButton size="sm" variant="ghost" href={`/${environment}/keys`}>
          All keys
        </LinkButton>
      }
    />
  );
}

function NoKeysHere({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      title={`No ${environment} key yet`}
      actions={
        <LinkButton variant="primary" href={`/${environment}/first-call`}>
          Create one and call the API
        </LinkButton>
      }
    >
      Keys of the other environment do not work here.
    </EmptyState>
  );
}
