import { Callout } from '#components/ui/callout';
import { RequestId } from '#components/ui/request-id';
import type { Denial } from '#lib/result';

/** A refusal in place, with the request id to quote when there is one. It can take the focus. */
export function DenialNote({ denial }: { denial: Denial }) {
  return (
    <div data-denial tabIndex={-1} className="rounded-lg">
      <Callout tone="fail" live>
        {denial.message}
        {denial.requestId && <RequestId id={denial.requestId} className="mt-1" />}
      </Callout>
    </div>
  );
}
