import { Callout } from '#components/ui/callout';
import { Mono } from '#components/ui/mono';
import type { GateConfirmation, Receipt } from '#lib/keys/view';
import { count, preciseUtc } from './key-texts.ts';

/**
 * Proof that a key is refused: since when, and which gates have said so. Where one did not, it says
 * why the key is refused there all the same.
 */
export function RevokeReceipt({ receipt, title }: { receipt: Receipt; title: string }) {
  const { asked, expected, confirmed, milliseconds } = receipt.gates;
  const complete = asked && confirmed >= expected;
  return (
    <Callout tone={complete ? 'ok' : 'warn'} live title={title}>
      <p data-receipt className="text-ink">
        Refused since <Mono>{preciseUtc(receipt.refusedSince)}</Mono>,{' '}
        {asked && expected === 0 && 'and no gate is running that could accept it.'}
        {asked &&
          expected > 0 &&
          `confirmed by ${confirmed} of ${count(expected, 'gate')} in ${Math.round(milliseconds)} ms.`}
        {!asked && 'but the gates could not be asked to confirm it.'}
      </p>
      {complete ? (
        <p>Every call from now on is answered with 401 api_key_revoked.</p>
      ) : (
        <Unconfirmed gates={receipt.gates} />
      )}
    </Callout>
  );
}

function Unconfirmed({ gates }: { gates: GateConfirmation }) {
  const why =
    'A gate that has lost its link to the database does not answer from memory: it reads the key anew on every call, or answers 503.';
  if (gates.asked) {
    return (
      <p>
        Not confirmed within 2 seconds: <Mono>{gates.unconfirmed.join(', ')}</Mono>. {why} So the
        key is refused there too; have your operator look at that gate.
      </p>
    );
  }
  return (
    <p>
      The portal lost its own link to the database after the key was revoked, and gave up after{' '}
      {Math.round(gates.milliseconds)} ms. The database tells every gate of the change by itself.{' '}
      {why} So the key is refused everywhere; have your operator look at the database.
    </p>
  );
}
