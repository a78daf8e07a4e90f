'use client';

import { BellOff } from 'lucide-react';
import { snoozeRuleAction } from '#components/alerts/actions';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';
import { Menu, MenuItem } from '#components/ui/menu';

const choices = [
  { hours: 1, label: 'For 1 hour' },
  { hours: 4, label: 'For 4 hours' },
  { hours: 24, label: 'For 24 hours' },
  { hours: 168, label: 'For 7 days' },
] as const;

/** Silences a rule for a while, or ends that: it goes on firing in the portal. */
export function SnoozeMenu({
  ruleId,
  ruleName,
  snoozed,
}: {
  ruleId: string;
  ruleName: string;
  snoozed: boolean;
}) {
  const form = useForm(snoozeRuleAction);
  const what = `the rule ${ruleName}`;
  return (
    <>
      {snoozed ? (
        <Button
          size="sm"
          pending={form.pending}
          aria-label={`End the snooze of ${what}`}
          onClick={() => form.submit({ ruleId, hours: 0 })}
        >
          End snooze
        </Button>
      ) : (
        <Menu
          align="end"
          trigger={
            <Button size="sm" pending={form.pending} aria-label={`Snooze ${what}`}>
              <BellOff aria-hidden />
              Snooze
            </Button>
          }
        >
          {choices.map(({ hours, label }) => (
            <MenuItem key={hours} onSelect={() => form.submit({ ruleId, hours })}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
      {form.denial && (
        <div className="w-full">
          <DenialNote denial={form.denial} />
        </div>
      )}
    </>
  );
}
