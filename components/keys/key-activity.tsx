import { Activity } from 'lucide-react';
import { CallersTable } from '#components/keys/callers-table';
import { RecentCalls } from '#components/keys/recent-calls';
import { RefreshButton } from '#components/keys/refresh-button';
import { Badge } from '#components/ui/badge';
import { Card } from '#components/ui/card';
import { Time } from '#components/ui/time';
import type { KeyActivity } from '#lib/gates/activity';
import { callersOf } from './callers.ts';
import { count } from './key-texts.ts';

/** Who uses the key: counts by outcome, callers and the latest calls, as the running gates know them. */
export function KeyActivityCard({
  activity,
  readAt,
}: {
  /** Null when no gate answered. */
  activity: KeyActivity | null;
  /** When the gates were asked, ISO. */
  readAt: string;
}) {
  return (
    <Card
      title="Who uses it"
      description="Calls that the running gates remember, since they started."
      actions={<RefreshButton />}
      footer={
        <span>
          Data as of <Time iso={readAt} style="clock" />
          {activity &&
            `, from ${activity.gates.answered} of ${count(activity.gates.expected, 'gate')}`}
        </span>
      }
    >
      {activity?.requests === 0 && activity.gates.answered > 0 && (
        <Nothing>No calls since the gates started. A call shows up here at once.</Nothing>
      )}
      {(activity?.gates.answered ?? 0) === 0 && (
        <Nothing>No gate answers, so nothing is known just now.</Nothing>
      )}
      {activity && activity.requests > 0 && (
        <div className="flex flex-col gap-5">
          <Outcomes activity={activity} />
          <CallersTable callers={callersOf(activity.recent)} />
          <RecentCalls calls={activity.recent.slice(0, 10)} />
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

function Outcomes({ activity }: { activity: KeyActivity }) {
  const refused = Object.entries(activity.byCode).filter(([code]) => code !== 'ok');
  const accepted = activity.byCode.ok ?? 0;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label="Outcomes">
      <li className="mr-2 font-semibold text-lg">{count(activity.requests, 'call')}</li>
      <li>
        <Badge tone="ok">{count(accepted, 'accepted call').replace(/ calls?$/, '')}</Badge>
      </li>
      {refused.map(([code, calls]) => (
        <li key={code}>
          <Badge tone="fail">
            {calls.toLocaleString('en-GB')} {code}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
