import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { loadAlerts } from '#components/alerts/load-alerts';
import { RuleForm } from '#components/alerts/rule-form';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'Edit alert rule' };

export default async function RulePage({
  params,
}: {
  params: Promise<{ environment: string; ruleId: string }>;
}) {
  const { environment, mayManage, rules, ruleChannels } = await loadAlerts(params);
  const { ruleId } = await params;
  const rule = rules.find(({ id }) => id === ruleId);
  const href = `/${environment}/alerts`;
  if (rule === undefined) notFound();
  if (!mayManage) return <NotAllowed what="edit alert rules" backHref={href} />;
  return (
    <>
      <PageHeader
        title={`Edit “${rule.name}”`}
        description="The kind and the environment of a rule never change."
        parents={[{ label: 'Alerts', href }]}
      />
      <RuleForm environment={environment} kind={rule.kind} rule={rule} channels={ruleChannels} />
    </>
  );
}
