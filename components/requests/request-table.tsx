import { CallText } from '#components/requests/call-text';
import { Outcome } from '#components/requests/outcome';
import { RequestLink } from '#components/requests/request-link';
import { durationText } from '#components/ui/duration-text';
import { Link } from '#components/ui/link';
import { Mono } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import type { RequestView } from '#lib/requests/row';

/** Calls, newest first; each leads to its explanation. */
export function RequestTable({
  requests,
  environment,
  label,
}: {
  requests: readonly RequestView[];
  environment: Environment;
  label: string;
}) {
  return (
    <Table
      label={label}
      // At 1440 px times, codes and most calls then have a line each.
      className="md:[&_td]:px-2.5 md:[&_th]:px-2.5"
      head={
        <>
          <Th>Time</Th>
          <Th>Outcome</Th>
          <Th>Call</Th>
          <Th>Key</Th>
          <Th>From</Th>
          <Th align="right">Took</Th>
          <Th>Request id</Th>
        </>
      }
    >
      {requests.map((request) => (
        <Row key={request.requestId} request={request} environment={environment} />
      ))}
    </Table>
  );
}

function Row({ request, environment }: { request: RequestView; environment: Environment }) {
  const { requestId, keyId, keyName } = request;
  return (
    <Tr>
      <Td label="Time">
        <Time iso={request.at} style="recent" className="whitespace-nowrap" />
      </Td>
      <Td label="Outcome" className="md:min-w-34 min-[87.5rem]:min-w-50">
        <Outcome request={request} brief />
      </Td>
      <Td label="Call" className="md:min-w-44 min-[87.5rem]:min-w-62">
        <CallText method={request.method} path={request.path} />
      </Td>
      <Td label="Key">
        {keyId && (
          <Link href={`/${environment}/keys/${keyId}`} className="rounded-sm hover:underline">
            {keyName ?? keyId}
          </Link>
        )}
      </Td>
      <Td label="From">
        <Mono className="text-sm! sm:whitespace-nowrap">{request.ip}</Mono>
        {request.client && (
          <span className="block text-muted text-xs md:max-w-28 md:truncate" title={request.client}>
            {request.client}
          </span>
        )}
      </Td>
      <Td label="Took" align="right" className="whitespace-nowrap">
        {durationText(request.milliseconds * 1000)}
      </Td>
      <Td label="Request id">
        <RequestLink id={requestId} environment={environment} />
      </Td>
    </Tr>
  );
}
