import { KeyLink } from '#components/keys/key-link';
import { KeyState } from '#components/keys/key-state';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';

/** The keys that a bulk change is about, in their order. */
export function BulkTable({ label, keys }: { label: string; keys: readonly KeyView[] }) {
  return (
    <Table
      label={label}
      head={
        <>
          <Th>Key</Th>
          <Th>Last used</Th>
          <Th>From</Th>
          <Th>State</Th>
        </>
      }
    >
      {keys.map((key) => (
        <Tr key={key.id}>
          <Td>
            <KeyLink apiKey={key} />
          </Td>
          <Td label="Last used">
            {key.lastUsedAt === null ? (
              <span className="text-faint">Never</span>
            ) : (
              <Time iso={key.lastUsedAt} style="relative" />
            )}
          </Td>
          <Td label="From">{[key.lastUsedIp, key.lastUsedClient].filter(Boolean).join(' · ')}</Td>
          <Td label="State">
            <KeyState state={key.state} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
