import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DeliveryLog } from '#components/alerts/delivery-log';
import { FiringAlert } from '#components/alerts/firing-alert';
import { ResolvedAlert } from '#components/alerts/resolved-alert';
import { environmentFrom } from '#components/keys/load-key';
import { Badge } from '#components/ui/badge';
import { PageHeader } from '#components/ui/page-header';
import { listDeliveries } from '#lib/alerts/list-deliveries';
import { showAlert } from '#lib/alerts/show-alert';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';

export const metadata: Metadata = { title: 'Alert' };

export default async function AlertPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string; alertId: string }>;
  searchParams: Promise<{ deliveries?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const { alertId } = await params;
  const { deliveries: cursor } = await searchParams;
  const ctx = await requireContext();
  const shown = await showAlert(ctx, { alertId });
  if (!shown.ok || shown.data.environment !== environment) notFound();
  const alert = shown.data;
  const mayManage = can((await requireSession()).role, 'alert.manage');
  const place = typeof cursor === 'string' ? { cursor } : {};
  const deliveries = mayManage
    ? await listDeliveries(ctx, { environment, alertId, ...place })
    : null;
  const path = `/${environment}/alerts`;
  return (
    <>
      <PageHeader
        title={alert.words.title}
        parents={[{ label: 'Alerts', href: path }]}
        badges={
          alert.resolvedAt === null ? (
            <Badge tone="warn">Firing</Badge>
          ) : (
            <Badge tone="ok">Resolved</Badge>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {alert.resolvedAt === null ? (
          <FiringAlert alert={alert} mayManage={mayManage} linked={false} />
        ) : (
          <ResolvedAlert alert={alert} />
        )}
        {deliveries && (
          <DeliveryLog listed={deliveries} environment={environment} path={`${path}/${alertId}`} />
        )}
      </div>
    </>
  );
}
