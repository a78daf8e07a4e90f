'use client';

import { useState } from 'react';
import { extendOverlapAction, retireNowAction } from '#components/keys/actions';
import { OverlapField } from '#components/keys/overlap-field';
import { RevokeReceipt } from '#components/keys/receipt';
import { AskedDialog } from '#components/ui/asked-dialog';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';
import type { Receipt } from '#lib/keys/view';
import { type OverlapChoice, overlapChoices, overlapSeconds } from './overlap.ts';

/** Ends the overlap of a rotation now, or lengthens it. */
export function HandOverActions({
  keyId,
  name,
  open,
  quiet,
  verdict,
}: {
  /** The old key's. */
  keyId: string;
  name: string;
  /** False once the old key has ended; a receipt just received stays on show. */
  open: boolean;
  /** Whether the old key has been quiet, so that retiring it breaks nothing known. */
  quiet: boolean;
  /** What is known of the hand-over, as a sentence. */
  verdict: string;
}) {
  const [asked, ask] = useState<'retire' | 'extend' | null>(null);
  return (
    <div className="flex flex-wrap gap-2">
      {open && <Button onClick={() => ask('extend')}>Extend…</Button>}
      {open && (
        <Button variant={quiet ? 'primary' : 'danger-quiet'} onClick={() => ask('retire')}>
          Retire now…
        </Button>
      )}
      {asked === 'retire' && (
        <RetireDialog keyId={keyId} name={name} verdict={verdict} onClose={() => ask(null)} />
      )}
      {asked === 'extend' && <ExtendDialog keyId={keyId} name={name} onClose={() => ask(null)} />}
    </div>
  );
}

function RetireDialog({
  keyId,
  name,
  verdict,
  onClose,
}: {
  keyId: string;
  name: string;
  verdict: string;
  onClose: () => void;
}) {
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const form = useForm(retireNowAction, setReceipt);
  return (
    <AskedDialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={receipt ? 'The old key is retired' : `Retire the old key of ${name}?`}
      description={
        receipt ? undefined : `${verdict} From now on every call with it is refused, for good.`
      }
      footer={
        receipt ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="danger" pending={form.pending} onClick={() => form.submit({ keyId })}>
              Retire now
            </Button>
          </>
        )
      }
    >
      {form.denial && <DenialNote denial={form.denial} />}
      {receipt && <RevokeReceipt receipt={receipt} title="Only the new key works" />}
    </AskedDialog>
  );
}

function ExtendDialog({
  keyId,
  name,
  onClose,
}: {
  keyId: string;
  name: string;
  onClose: () => void;
}) {
  const [choice, setChoice] = useState<OverlapChoice>('86400');
  const [hours, setHours] = useState('48');
  const form = useForm(extendOverlapAction, onClose);
  return (
    <AskedDialog
      open
      onOpenChange={(next) => !next && onClose()}
      size="lg"
      title={`Extend the overlap of ${name}`}
      description="Counted from now; never past the old key’s own expiry."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            pending={form.pending}
            onClick={() => form.submit({ keyId, overlapSeconds: overlapSeconds(choice, hours) })}
          >
            Extend
          </Button>
        </>
      }
    >
      {form.denial && <DenialNote denial={form.denial} />}
      <OverlapField
        legend="Keep the old key working for"
        choices={overlapChoices.filter((item) => item.value !== '0')}
        choice={choice}
        hours={hours}
        onChoice={setChoice}
        onHours={setHours}
        error={form.errorOf('overlapSeconds')}
      />
    </AskedDialog>
  );
}
