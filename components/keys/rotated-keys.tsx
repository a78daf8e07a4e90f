import { KeyLink } from '#components/keys/key-link';
import { RevokeReceipt } from '#components/keys/receipt';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { KeyText } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { GateConfirmation, KeyView } from '#lib/keys/view';
import { count } from './key-texts.ts';

type Pair = { readonly made: KeyView; readonly old: KeyView };

/** What became of a rotation of several keys, once their secrets are stored. */
export function RotatedKeys({
  rotated: { pairs, gates },
  listHref,
}: {
  rotated: { readonly pairs: readonly Pair[]; readonly gates: GateConfirmation | null };
  listHref: string;
}) {
  const ended = pairs.map(({ old }) => old.revokedAt ?? '').toSorted();
  const amount = count(pairs.length, 'key');
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      {gates ? (
        <RevokeReceipt
          receipt={{ refusedSince: ended.at(-1) ?? '', gates }}
          title={`${amount} rotated: the old ones have ended, the new ones work`}
        />
      ) : (
        <Callout tone="ok" live title={`${amount} rotated, old and new ones work`}>
          The page of each new key shows who still calls with its old one, and when it is safe to
          retire.
        </Callout>
      )}
      <Table
        label="Rotated keys"
        head={
          <>
            <Th>New key</Th>
            <Th>Old key</Th>
            <Th>Old key ends</Th>
          </>
        }
      >
        {pairs.map((pair) => (
          <PairRow key={pair.made.id} {...pair} />
        ))}
      </Table>
      <LinkButton variant="primary" className="self-start" href={listHref}>
        Back to the keys
      </LinkButton>
    </div>
  );
}

function PairRow({ made, old }: Pair) {
  const end = old.revokedAt ?? old.endsAt;
  return (
    <Tr>
      <Td>
        <KeyLink apiKey={made} />
      </Td>
      <Td label="Old key">
        <KeyText prefix={old.prefix} tail={old.tail} />
      </Td>
      <Td label="Old key ends">
        {end && (
          <>
            <Time iso={end} style="relative" className="block" />
            <Time iso={end} className="text-muted text-sm" />
          </>
        )}
      </Td>
    </Tr>
  );
}
