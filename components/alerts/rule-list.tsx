import { BellRing } from 'lucide-react';
import { SnoozeMenu } from '#components/alerts/snooze-menu';
import { Badge } from '#components/ui/badge';
import { Card } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { ChannelView, RuleView } from '#lib/alerts/view';
import type { Environment } from '#lib/db/generated/enums';
import { conditionOf } from './alert-texts.ts';
import { type Audience, audienceOf, channelsFor } from './audience.ts';

type Props = {
  rules: readonly RuleView[];
  channels: readonly ChannelView[];
  environment: Environment;
  mayManage: boolean;
};

/** The rules of an environment: when each fires and whom it tells. */
export function RuleList({ rules, channels, environment, mayManage }: Props) {
  const add = mayManage && (
    <LinkButton size="sm" href={`/${environment}/alerts/rules/new`}>
      Add a rule
    </LinkButton>
  );
  if (rules.length === 0) {
    return (
      <EmptyState icon={BellRing} title="No rules" actions={add}>
        Without a rule nothing fires in {environment}.
      </EmptyState>
    );
  }
  return (
    <Card
      title="Rules"
      description={`When an alert fires in ${environment}, and whom it tells.`}
      actions={add}
      flush
    >
      <Table
        label={`Alert rules, ${environment}`}
        className="rounded-none! border-0!"
        head={
          <>
            <Th>Rule</Th>
            <Th>Fires</Th>
            <Th>Tells</Th>
            <Th>State</Th>
            {mayManage && <Th hiddenLabel="Actions" />}
          </>
        }
      >
        {rules.map((rule) => (
          <Tr key={rule.id}>
            <Td>
              <span className="font-medium">{rule.name}</span>
            </Td>
            <Td label="Fires">{conditionOf(rule.rule)}</Td>
            <Td label="Tells">
              <Told {...audienceOf(rule.channelIds, channelsFor(environment, channels))} />
            </Td>
            <Td label="State">
              <RuleState rule={rule} />
            </Td>
            {mayManage && (
              <Td>
                <div className="flex flex-wrap gap-2 lg:flex-nowrap md:justify-end">
                  <SnoozeMenu
                    ruleId={rule.id}
                    ruleName={rule.name}
                    snoozed={rule.snoozedUntil !== null}
                  />
                  <LinkButton
                    size="sm"
                    href={`/${environment}/alerts/rules/${rule.id}`}
                    aria-label={`Edit the rule ${rule.name}`}
                  >
                    Edit
                  </LinkButton>
                </div>
              </Td>
            )}
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

function RuleState({ rule }: { rule: RuleView }) {
  if (!rule.enabled) return <Badge>Off</Badge>;
  if (rule.firing > 0) return <Badge tone="warn">{rule.firing} firing</Badge>;
  if (rule.snoozedUntil !== null) {
    return (
      <span className="text-muted text-sm">
        Snoozed until <Time iso={rule.snoozedUntil} />
      </span>
    );
  }
  return <Badge tone="ok">Watching</Badge>;
}

function Told({ names, silence }: Audience) {
  if (silence === null) return names;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone="warn">{names}</Badge>
      <span className="text-muted text-sm">{silence}</span>
    </span>
  );
}
