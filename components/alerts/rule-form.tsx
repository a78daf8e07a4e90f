'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { removeRuleAction, saveRuleAction } from '#components/alerts/actions';
import { ChannelChoice } from '#components/alerts/channel-choice';
import { KindFields } from '#components/alerts/kind-fields';
import { RemoveButton } from '#components/alerts/remove-button';
import { FormSection } from '#components/keys/form-section';
import { TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';
import { FormBar } from '#components/ui/form-bar';
import { Switch } from '#components/ui/switch';
import type { RuleView } from '#lib/alerts/view';
import type { AlertKind, Environment } from '#lib/db/generated/enums';
import { kindTexts } from './alert-texts.ts';
import type { Channel } from './audience.ts';
import { kindSettingsOf, newRuleDraft, ruleDraftOf } from './rule-draft.ts';

/** Makes a rule of a kind, or changes one. */
export function RuleForm({
  environment,
  kind,
  rule,
  channels,
}: {
  environment: Environment;
  kind: AlertKind;
  /** The rule to change; null for a new one. */
  rule: RuleView | null;
  channels: readonly Channel[];
}) {
  const router = useRouter();
  const href = `/${environment}/alerts`;
  const [draft, setDraft] = useState(() =>
    rule?.rule ? ruleDraftOf(rule.rule) : newRuleDraft(kind),
  );
  const [chosen, setChosen] = useState<readonly string[]>(rule?.channelIds ?? []);
  const form = useForm(saveRuleAction, () => router.push(`${href}?saved=rule`));
  return (
    <Form
      state={form}
      aria-label={rule ? `Edit ${rule.name}` : 'New rule'}
      read={(fields) => ({
        ...kindSettingsOf(kind, draft),
        ...(rule && { ruleId: rule.id }),
        environment,
        name: textOf(fields, 'name'),
        enabled: fields.get('enabled') === 'on',
        channelIds: [...chosen],
      })}
    >
      <div>
        <FormSection title="Name" description={kindTexts[kind].purpose}>
          <TextField
            label="Name"
            name="name"
            defaultValue={rule?.name ?? kindTexts[kind].name}
            error={form.errorOf('name')}
          />
          <Switch
            name="enabled"
            label="On"
            hint="Off means that it fires no alerts; those that fire now are over."
            defaultChecked={rule?.enabled ?? true}
          />
        </FormSection>
        <FormSection title="Fires" description="When an alert begins and when it is over.">
          <KindFields
            kind={kind}
            draft={draft}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
            errorOf={form.errorOf}
          />
        </FormSection>
        <FormSection title="Tells" description="Which channels hear of it, beside this page.">
          <ChannelChoice channels={channels} chosen={chosen} onChange={setChosen} />
        </FormSection>
        <FormBar
          cancelHref={href}
          submit={rule ? 'Save changes' : 'Add rule'}
          pending={form.pending}
        >
          {rule && (
            <RemoveButton
              label="Remove rule"
              question={`Remove the rule “${rule.name}”?`}
              consequence="Its alerts, also those that fire now, and their deliveries go with it. To keep them, switch it off instead."
              action={removeRuleAction}
              input={{ ruleId: rule.id }}
              doneHref={href}
            />
          )}
        </FormBar>
      </div>
    </Form>
  );
}
