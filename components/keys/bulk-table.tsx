import Link from 'next/link';
import { KeyState } from '#components/keys/key-state';
import { KeyText } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';

/** The keys that a bulk revocation is about, the one used last on top. */
export function BulkTable({ keys }: { keys: readonly KeyView[] }) {
  const byUse = keys.toSorted((a, b) => (b.lastUsedAt ?? '').localeCompare(a.lastUsedAt ?? ''));
  return (
    <Table
      label="Keys to revoke"
      head={
        <>
          <Th>Key</Th>
          <Th>Last used</Th>
          <Th>From</Th>
          <Th>State</Th>
        </>
      }
    >
      {byUse.map((key) => (
        <Tr key={key.id}>
          <Td>
            <Link
              href={`/${key.environment}/keys/${key.id}`}
              className="rounded-sm font-medium hover:underline"
            >
              {key.name}
            </Link>
            <KeyText prefix={key.prefix} tail={key.tail} className="block" />
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
