import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import { amount, rangeTexts, requests, share } from '#components/usage/usage-texts';
import type { LimitsView } from '#lib/usage/show-limits';

/** The minute that runs, the fullest one, near misses and refusals. */
export function LimitsTiles({ view }: { view: LimitsView }) {
  const { current, limit, peak, totals, range } = view;
  const whose = view.key === null ? 'the organization’s limit' : 'the key’s own limit';
  const within = `in ${rangeTexts[range]}`;
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <StatTile
        label="This minute so far"
        value={limit === null ? amount(current.calls) : share(current.calls, limit)}
        unit={limit === null ? 'requests' : `${amount(current.calls)} of ${amount(limit)}`}
        note={
          <>
            Counts anew every full minute; this one began at{' '}
            <Time iso={current.start} style="clock" />.
          </>
        }
      />
      <StatTile
        label="Fullest minute"
        value={peak ? amount(peak.calls) : '–'}
        unit={peak ? `requests, limit ${amount(peak.limit)}` : `no calls ${within}`}
        note={
          peak && (
            <>
              {peak.precision === 'hour' && 'Within the hour from '}
              <Time iso={peak.at} />
            </>
          )
        }
      />
      <StatTile
        label="Near misses"
        value={amount(totals.near)}
        unit={totals.near === 1 ? 'minute' : 'minutes'}
        note={`That reached 80 % of the limit but refused nothing, of ${amount(totals.windows)} with calls ${within}.`}
      />
      <StatTile
        label="429 Too Many Requests"
        value={amount(totals.refused)}
        unit={`in ${amount(totals.over)} ${totals.over === 1 ? 'minute' : 'minutes'}`}
        note={
          <>
            By {whose}. {waitText(totals)} <OtherLimit view={view} />
          </>
        }
      />
    </div>
  );
}

function waitText({ refused, early }: LimitsView['totals']): string {
  if (refused === 0) return 'No call had to wait.';
  return `${amount(early)} were retried before the wait was over (${share(early, refused)}): these clients ignore Retry-After.`;
}

/** The calls that another limit refused, which a higher limit of this kind would not have helped. */
function OtherLimit({ view: { key, refusedByOther } }: { view: LimitsView }) {
  if (refusedByOther === 0) return null;
  const other = key === null ? 'Keys’ own limits' : 'The organization’s limit';
  return `${other} refused ${requests(refusedByOther)} besides.`;
}
