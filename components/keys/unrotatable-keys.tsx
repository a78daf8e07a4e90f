import { KeyLink } from '#components/keys/key-link';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { Table, Td, Th, Tr } from '#components/ui/table';
import type { KeyView } from '#lib/keys/view';
import { count } from './key-texts.ts';

/** A chosen key, with why it cannot be rotated. */
type Unrotatable = { readonly key: KeyView; readonly reason: string };

/** Chosen keys that a rotation leaves as they are, each with the reason. */
function UnrotatableKeys({ left }: { left: readonly Unrotatable[] }) {
  return (
    <Table
      label="Keys that can’t be rotated"
      head={
        <>
          <Th>Key</Th>
          <Th>Why</Th>
        </>
      }
    >
      {left.map(({ key, reason }) => (
        <Tr key={key.id}>
          <Td className="md:w-64">
            <KeyLink apiKey={key} />
          </Td>
          <Td label="Why">{reason}</Td>
        </Tr>
      ))}
    </Table>
  );
}

/** The chosen keys that a rotation of the others passes over. */
export function StayAsTheyAre({ left }: { left: readonly Unrotatable[] }) {
  const one = left.length === 1;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">
        {count(left.length, 'chosen key')} can’t be rotated and{' '}
        {one ? 'stays as it is' : 'stay as they are'}
      </h2>
      <UnrotatableKeys left={left} />
    </section>
  );
}

/** What the page says when none of the chosen keys can be rotated, as after a reload of a rotation. */
export function NothingToRotate({
  left,
  listHref,
}: {
  left: readonly Unrotatable[];
  listHref: string;
}) {
  const successors = left.map(({ key }) => key.rotatedToId).filter((id) => id !== null);
  const rotated = successors.length === left.length;
  const again = new URLSearchParams(successors.map((id) => ['key', id]));
  return (
    <div className="flex flex-col gap-4">
      <Callout
        tone={rotated ? 'info' : 'warn'}
        title={rotated ? 'These keys have been rotated' : 'None of these keys can be rotated'}
        actions={
          <>
            {successors.length > 0 && (
              <LinkButton href={`${listHref}/rotate?${again}`}>Rotate the new ones…</LinkButton>
            )}
            <LinkButton variant="primary" href={listHref}>
              Back to the keys
            </LinkButton>
          </>
        }
      >
        {!rotated && 'The reason stands beside each key. '}
        {successors.length > 0 &&
          'The secrets of new keys were shown once and can’t be shown again. If nobody stored them, rotate the new keys.'}
      </Callout>
      <UnrotatableKeys left={left} />
    </div>
  );
}
