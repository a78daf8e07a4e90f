import { Mono } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { CallerView } from '#lib/requests/key-activity';

/** The addresses and clients that called, the latest first. */
export function CallersTable({
  callers,
  total,
}: {
  callers: readonly CallerView[];
  /** How many there are in all. */
  total: number;
}) {
  return (
    <section>
      <h3 className="mb-2 font-medium">
        Callers{total > callers.length && `, the latest ${callers.length} of ${total}`}
      </h3>
      <Table
        label="Callers"
        head={
          <>
            <Th>Address</Th>
            <Th>Client</Th>
            <Th align="right">Calls in all</Th>
            <Th>First seen</Th>
            <Th>Last seen</Th>
          </>
        }
      >
        {callers.map((caller) => (
          <Tr key={`${caller.ip} ${caller.client}`}>
            <Td label="Address">
              <Mono>{caller.ip}</Mono>
            </Td>
            <Td label="Client">{caller.client || 'not told'}</Td>
            <Td label="Calls in all" align="right">
              {caller.requests.toLocaleString('en-GB')}
            </Td>
            <Td label="First seen">
              <Time iso={caller.firstSeen} style="second" className="whitespace-nowrap" />
            </Td>
            <Td label="Last seen">
              <Time iso={caller.lastSeen} style="relative" className="whitespace-nowrap" />
            </Td>
          </Tr>
        ))}
      </Table>
    </section>
  );
}
