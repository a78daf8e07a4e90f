import { Mono } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { Caller } from './callers.ts';

/** The addresses and clients behind the recent calls. */
export function CallersTable({ callers }: { callers: readonly Caller[] }) {
  return (
    <section>
      <h3 className="mb-2 font-medium">Callers</h3>
      <Table
        label="Callers"
        head={
          <>
            <Th>Address</Th>
            <Th>Client</Th>
            <Th align="right">Recent calls</Th>
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
            <Td label="Recent calls" align="right">
              {caller.calls.toLocaleString('en-GB')}
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
