import { FiringAlert } from '#components/alerts/firing-alert';
import { Callout } from '#components/ui/callout';
import { DenialNote } from '#components/ui/denial-note';
import { Pagination } from '#components/ui/pagination';
import { Time } from '#components/ui/time';
import type { AlertView } from '#lib/alerts/view';
import { clock } from '#lib/clock';
import type { Page } from '#lib/cursor';
import type { Environment } from '#lib/db/generated/enums';
import type { Result } from '#lib/result';

/** What fires now, the newest first, with the time of the look. */
export function FiringList({
  listed,
  environment,
  mayManage,
}: {
  listed: Result<Page<AlertView>>;
  environment: Environment;
  mayManage: boolean;
}) {
  if (!listed.ok) return <DenialNote denial={listed.denial} />;
  const { items, total, nextCursor, previousCursor } = listed.data;
  const step = (cursor: string | null) => cursor && `/${environment}/alerts?firing=${cursor}`;
  const asOf = <Time iso={new Date(clock.now()).toISOString()} style="clock" />;
  if (items.length === 0) {
    return (
      <Callout tone="ok">
        Nothing fires in {environment}. Data as of {asOf}.
      </Callout>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-2">
        {items.map((alert) => (
          <li key={alert.id}>
            <FiringAlert alert={alert} mayManage={mayManage} />
          </li>
        ))}
      </ul>
      <Pagination
        previousHref={step(previousCursor)}
        nextHref={step(nextCursor)}
        summary={
          <>
            {items.length} of {total.toLocaleString('en-GB')} firing · data as of {asOf}
          </>
        }
      />
    </>
  );
}
