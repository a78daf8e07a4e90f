import { Clock } from 'lucide-react';
import { RequestFacts } from '#components/requests/request-facts';
import { TraceList } from '#components/requests/trace-list';
import { Verdict } from '#components/requests/verdict';
import { Callout } from '#components/ui/callout';
import { Card } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import type { Role } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import type { ExplainedRequest } from '#lib/requests/find';
import { factLines } from './fact-lines.ts';
import { remedyFor } from './remedy.ts';

/** A call from its request id: the verdict, the checks in order, everything that was recorded. */
export function Explained({
  found,
  environment,
  role,
}: {
  found: ExplainedRequest;
  /** The page's, for a call that belongs to none. */
  environment: Environment;
  role: Role;
}) {
  const { request, steps, facts } = found;
  const { code, keyId, check } = request;
  const where = found.environment ?? environment;
  return (
    <div className="flex flex-col gap-4">
      {facts.simulated ? (
        <Callout tone="info" title="This error was simulated">
          The call asked for it by X-Simulate-Error and would have succeeded. Nothing was done,
          stored or charged.
        </Callout>
      ) : code === null ? (
        <Callout tone="ok" title="This call was not refused">
          It passed every check{request.replayed && ', and an earlier answer was given again'}.
        </Callout>
      ) : (
        <Verdict code={code} remedy={remedyFor({ code, keyId, facts, environment: where }, role)} />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Checks" description="In the order in which the gate makes them." flush>
          <TraceList steps={steps} seen={factLines(check, facts)} />
        </Card>
        <Card title="The call" description="As the gate recorded it." flush>
          <RequestFacts request={request} environment={found.environment} />
        </Card>
      </div>
    </div>
  );
}

/** No call has that id here: what may be the reason. */
export function NotLogged({ days, listHref }: { days: number; listHref: string }) {
  return (
    <EmptyState
      icon={Clock}
      title="There is no such request"
      actions={<LinkButton href={listHref}>See recent requests</LinkButton>}
    >
      A call appears here a second after its answer and is kept for {days} days. Ids of other
      organizations are not found. Check that the id is whole: req_ and 26 letters and digits.
    </EmptyState>
  );
}
