import { CircleCheck } from 'lucide-react';
import { Callout } from '#components/ui/callout';
import { Time } from '#components/ui/time';
import type { CreditsView } from '#lib/credits/show';
import { amount } from './credit-texts.ts';

/** Whether the ledger's entries add up to the balance, as checked for this page, and what was added up. */
export function Agreement({ credits }: { credits: CreditsView }) {
  const { agrees, now, before } = credits.check;
  const checked = (
    <>
      checked now, <Time iso={credits.checkedAt} style="clock" />
    </>
  );
  if (!agrees) {
    return (
      <Callout tone="fail" title="Ledger and balance do not agree">
        The entries do not add up to the stored balance ({checked}). Nothing is lost, the entries
        are kept; tell your operator at once.
      </Callout>
    );
  }
  const entries = now + (before?.entries ?? 0);
  return (
    <p className="flex items-start gap-2 text-muted text-sm">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
      <span>
        Ledger and balance agree: {amount(entries)} {entries === 1 ? 'entry adds' : 'entries add'}{' '}
        up to the balance, {checked}.
        {before && (
          <>
            {' '}
            {now > 0 && `The newest ${amount(now)} were added up for this page. `}The sum of the{' '}
            {now > 0
              ? `${amount(before.entries)} before them`
              : `${amount(before.entries)} entries`}{' '}
            was taken <Time iso={before.at} style="relative" />, and entries can’t be changed; the
            last full count was <Time iso={before.wholeAt} style="relative" />.
          </>
        )}
      </span>
    </p>
  );
}
