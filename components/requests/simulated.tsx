import { TraceList } from '#components/requests/trace-list';
import { Verdict } from '#components/requests/verdict';
import { Callout } from '#components/ui/callout';
import { Card } from '#components/ui/card';
import { Time } from '#components/ui/time';
import type { Role } from '#lib/auth/policy';
import type { Simulated } from '#lib/requests/simulate';
import { factLines } from './fact-lines.ts';
import { remedyFor } from './remedy.ts';

/** What would become of a rehearsed call, and by which check. */
export function SimulatedOutcome({
  outcome,
  keyId,
  role,
}: {
  outcome: Simulated;
  keyId: string;
  role: Role;
}) {
  const { code, environment, facts, steps, credits, balance } = outcome;
  const failed = steps.find((step) => step.outcome === 'failed');
  return (
    <div className="flex flex-col gap-4" id="outcome">
      {code === null ? (
        <Callout tone="ok" title="This call would pass" live>
          {credits === 0
            ? 'It would cost nothing.'
            : `It would cost ${credits} of ${balance.toLocaleString('en-GB')} credits.`}{' '}
          Its body and Idempotency-Key are taken to be in order.
        </Callout>
      ) : (
        <Verdict
          code={code}
          message={outcome.message}
          remedy={remedyFor({ code, environment, keyId, facts }, role)}
        />
      )}
      <Card
        title={`Checks of a call with “${outcome.keyName}”`}
        description={outcome.route ?? 'No route has this path and method.'}
        footer={
          <span>
            Decided for <Time iso={outcome.at} style="second" />, with the key, the limits and the
            credits as they are now and the calls that were recorded in that minute.
          </span>
        }
        flush
      >
        <TraceList steps={steps} seen={failed ? factLines(failed.check, facts) : []} />
      </Card>
    </div>
  );
}
