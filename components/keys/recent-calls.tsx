import { CallText } from '#components/requests/call-text';
import { Outcome } from '#components/requests/outcome';
import { RequestLink } from '#components/requests/request-link';
import { durationText } from '#components/ui/duration-text';
import { Mono } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import type { KeyActivity } from '#lib/requests/key-activity';

/** The newest calls, each with its outcome and the check that refused it. */
export function RecentCalls({
  calls,
  environment,
  mayExplain,
}: {
  calls: KeyActivity['recent'];
  environment: Environment;
  mayExplain: boolean;
}) {
  return (
    <section>
      <h3 className="mb-2 font-medium">Latest calls</h3>
      <Table
        label="Latest calls"
        head={
          <>
            <Th>Time</Th>
            <Th>Call</Th>
            <Th>Outcome</Th>
            <Th align="right">Took</Th>
            <Th>Request id</Th>
          </>
        }
      >
        {calls.map((call) => (
          <Tr key={call.requestId}>
            <Td label="Time">
              <Time iso={call.at} style="second" className="whitespace-nowrap" />
            </Td>
            <Td label="Call" className="md:min-w-44">
              <CallText method={call.method} path={call.path} />
            </Td>
            <Td label="Outcome">
              <Outcome request={call} />
            </Td>
            <Td label="Took" align="right" className="whitespace-nowrap">
              {durationText(call.milliseconds * 1000)}
            </Td>
            <Td label="Request id">
              {mayExplain ? (
                <RequestLink id={call.requestId} environment={environment} />
              ) : (
                <Mono className="text-sm!">{call.requestId}</Mono>
              )}
            </Td>
          </Tr>
        ))}
      </Table>
    </section>
  );
}
