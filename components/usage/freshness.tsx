import { isByDay, type Range } from '#lib/usage/buckets';

/** As of when figures were read, and in which zone days and times are. */
export function Freshness({
  asOf,
  range,
  timeZone,
}: {
  /** ISO. */
  asOf: string;
  range: Range;
  timeZone: string;
}) {
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(asOf));
  return (
    <p className="text-faint text-sm">
      Data as of <time dateTime={asOf}>{time}</time>, {timeZone}
      {isByDay(range) && ', whose midnight begins each day'}. Calls appear about a second after
      their answer.
    </p>
  );
}
