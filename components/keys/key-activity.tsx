import { Activity } from 'lucide-react';
import { CallersTable } from '#components/keys/callers-table';
import { RecentCalls } from '#components/keys/recent-calls';
import { RefreshButton } from '#components/keys/refresh-button';
import { statusTone } from '#components/requests/outcome';
import { Badge, type Tone } from '#components/ui/badge';
import { Card } from '#components/ui/card';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import { errorCodes, errorEntry } from '#lib/errors';
import type { KeyActivity } from '#lib/requests/key-activity';
import { count } from './key-texts.ts';

/** Who uses the key: outcomes of a day, callers and the latest calls, as the gates recorded them. */
export function KeyActivityCard({
  activity,
  environment,
  mayExplain,
}: {
  /** Null when it could not be read. */
  activity: KeyActivity | null;
  environment: Environment;
  /** Whether the calls lead to their explanations. */
  mayExplain: boolean;
}) {
  return (
    <Card
      title="Who uses it"
      description="Calls with this key, as the gates recorded them."
      actions={<RefreshButton />}
      footer={
        activity && (
          <span>
            Data as of <Time iso={activity.asOf} style="clock" />, a second behind at most
          </span>
        )
      }
    >
      {activity === null && (
        <Nothing>This could not be read just now. Refresh to try again.</Nothing>
      )}
      {activity && activity.callers.length === 0 && activity.recent.length === 0 && (
        <Nothing>No calls yet. A call shows up here within a second or two.</Nothing>
      )}
      {activity && (activity.callers.length > 0 || activity.recent.length > 0) && (
        <div className="flex flex-col gap-5">
          <Outcomes activity={activity} />
          <CallersTable callers={activity.callers} total={activity.callerCount} />
          {activity.recent.length > 0 && (
            <RecentCalls
              calls={activity.recent}
              environment={environment}
              mayExplain={mayExplain}
            />
          )}
        </div>
      )}
    </Card>
  );
}

function Nothing({ children }: { children: string }) {
  return (
    <p className="flex items-center gap-2 text-muted">
      <Activity aria-hidden className="size-4 shrink-0 text-faint" />
      {children}
    </p>
  );
}

/** As the calls of this code look in lists; a code that is no longer known counts as a fault. */
function codeTone(code: string): Tone {
  const known = errorCodes.find((one) => one === code);
  return known === undefined ? 'fail' : statusTone(errorEntry(known).status);
}

function Outcomes({ activity }: { activity: KeyActivity }) {
  const refused = Object.entries(activity.byCode).filter(([code]) => code !== 'ok');
  const accepted = activity.byCode.ok ?? 0;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label="Outcomes">
      <li className="mr-2">
        <span className="font-semibold text-lg">{count(activity.requests, 'call')}</span>{' '}
        <span className="text-muted text-sm">in the last 24 hours</span>
      </li>
      <li>
        <Badge tone="ok">{count(accepted, 'accepted call').replace(/ calls?$/, '')}</Badge>
      </li>
      {refused.map(([code, calls]) => (
        <li key={code}>
          <Badge tone={codeTone(code)}>
            {calls.toLocaleString('en-GB')} {code}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
