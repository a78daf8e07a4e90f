import { OutcomePart, OutcomeParts } from '#components/keys/outcome-parts';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import { count } from './key-texts.ts';
import { oldKeyEnd } from './overlap.ts';

const DAY = 86_400_000;

type Props = {
  keys: readonly KeyView[];
  /** The overlap; NaN while what is typed is no number. */
  seconds: number;
  /** Milliseconds since the epoch. */
  now: number;
};

/** What rotating several keys changes and what it leaves, and when the old keys end. */
export function BulkRotateOutcome(props: Props) {
  return (
    <OutcomeParts>
      <OutcomePart title="Changes">
        The secrets, the ids and the dates: each new key lasts as long again as its old one was made
        to last.
      </OutcomePart>
      <OutcomePart title="Stays">
        Names, notes, permissions, allowed addresses and own rate limits.
      </OutcomePart>
      <OutcomePart title="Old keys">
        <OldKeysEnd {...props} />
      </OutcomePart>
    </OutcomeParts>
  );
}

function OldKeysEnd({ keys, seconds, now }: Props) {
  if (seconds === 0) {
    const isInUse = ({ lastUsedAt }: KeyView) =>
      lastUsedAt !== null && now - Date.parse(lastUsedAt) < DAY;
    const inUse = keys.filter(isInUse).length;
    if (inUse === 0) return 'Are refused as soon as you rotate.';
    return `Are refused as soon as you rotate. ${inUse} of ${keys.length} called in the last 24 hours and will fail until they have their new key.`;
  }
  if (!(seconds > 0)) return 'End after the overlap.';
  const sooner = keys.filter(
    ({ endsAt }) => oldKeyEnd(now, seconds, endsAt) < now + seconds * 1000,
  ).length;
  return (
    <>
      Work until <Time iso={new Date(now + seconds * 1000).toISOString()} />, then they are refused.
      {sooner > 0 &&
        ` ${count(sooner, 'key')} of them ${sooner === 1 ? 'ends' : 'end'} sooner, at the expiry ${sooner === 1 ? 'it has' : 'they have'} already.`}
    </>
  );
}
