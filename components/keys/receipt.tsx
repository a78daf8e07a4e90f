import { Callout } from '#components/ui/callout';
import { Mono } from '#components/ui/mono';
import type { Receipt } from '#lib/keys/view';
import { count, preciseUtc } from './key-texts.ts';

/**
 * Proof that a key is refused: since when, and which gates have said so. A gate that did not answer
 * is named, with why the key is refused there all the same.
 */
export function RevokeReceipt({ receipt, title }: { receipt: Receipt; title: string }) {
  const { expected, confirmed, milliseconds, unconfirmed } = receipt.gates;
  const complete = confirmed >= expected;
  return (
    <Callout tone={complete ? 'ok' : 'warn'} live title={title}>
      <p data-receipt className="text-ink">
        Refused since <Mono>{preciseUtc(receipt.refusedSince)}</Mono>,{' '}
        {expected === 0
          ? 'and no gate is running that could accept it.'
          : `confirmed by ${confirmed} of ${count(expected, 'gate')} in ${Math.round(milliseconds)} ms.`}
      </p>
      {complete ? (
        <p>Every call from now on is answered with 401 api_key_revoked.</p>
      ) : (
        <p>
          Not confirmed within 2 seconds: <Mono>{unconfirmed.join(', ')}</Mono>. A gate that has
          lost its link to the database does not answer from memory: it reads the key anew on every
          call, or answers 503. So the key is refused there too; have your operator look at that
          gate.
        </p>
      )}
    </Callout>
  );
}
