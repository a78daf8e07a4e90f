import type { Metadata } from 'next';
import { KindCards } from '#components/alerts/kind-cards';
import { loadAlerts } from '#components/alerts/load-alerts';
import { RuleForm } from '#components/alerts/rule-form';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';
import { alertKinds } from '#lib/alerts/settings';

export const metadata: Metadata = { title: 'New alert rule' };

export default async function NewRulePage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ kind?: string | string[] }>;
}) {
  const { environment, mayManage, ruleChannels } = await loadAlerts(params);
  const { kind } = await searchParams;
  const chosen = alertKinds.find((one) => one === kind);
  const href = `/${environment}/alerts`;
  if (!mayManage) return <NotAllowed what="add alert rules" backHref={href} />;
  return (
    <>
      <PageHeader
        title="New rule"
        description={`For the ${environment} environment.`}
        parents={[{ label: 'Alerts', href }]}
      />
      {chosen === undefined ? (
        <KindCards environment={environment} />
      ) : (
        <RuleForm environment={environment} kind={chosen} rule={null} channels={ruleChannels} />
      )}
    </>
  );
}
