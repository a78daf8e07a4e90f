'use client';

import { type ReactNode, useState } from 'react';
import { revokeKeysAction } from '#components/keys/actions';
import { RevokeReceipt } from '#components/keys/receipt';
import { type Reason, reasonChoices } from '#components/keys/revoke-reasons';
import { Button } from '#components/ui/button';
import { TextField } from '#components/ui/field';
import { Form, useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
import { RadioCards } from '#components/ui/radio-cards';
import type { BulkReceipt } from '#lib/keys/revoke';
import { count } from './key-texts.ts';

/** Ends several keys for good, with one reason and one receipt; all of them or none. */
export function BulkRevokeForm({
  keyIds,
  listHref,
  typeCount,
  children,
}: {
  keyIds: readonly string[];
  listHref: string;
  /** Whether the number of keys has to be typed: a live one was used in the last 24 hours. */
  typeCount: boolean;
  /** What is said before the form. */
  children: ReactNode;
}) {
  const [receipt, setReceipt] = useState<BulkReceipt | null>(null);
  const [reason, setReason] = useState<Reason>('unused');
  const [typed, setTyped] = useState('');
  const form = useForm(revokeKeysAction, setReceipt);
  if (receipt) {
    return (
      <div className="flex max-w-2xl flex-col gap-4">
        <RevokeReceipt receipt={receipt} title={`${count(receipt.keys.length, 'key')} revoked`} />
        <LinkButton variant="primary" className="self-start" href={listHref}>
          Back to the keys
        </LinkButton>
      </div>
    );
  }
  const confirmation = typeCount && /^\d+$/.test(typed) ? { confirmCount: Number(typed) } : {};
  return (
    <Form
      state={form}
      aria-label={`Revoke ${count(keyIds.length, 'key')}`}
      read={() => ({ keyIds: [...keyIds], reason, ...confirmation })}
    >
      {children}
      <RadioCards
        name="reason"
        legend="Why?"
        columns={2}
        className="max-w-2xl"
        options={reasonChoices}
        value={reason}
        onChange={setReason}
      />
      {typeCount && (
        <TextField
          label={`Type ${keyIds.length}, the number of keys, to confirm`}
          name="confirmCount"
          inputMode="numeric"
          autoComplete="off"
          className="max-w-2xl"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          hint="A live key among them was used in the last 24 hours."
          error={form.errorOf('confirmCount')}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" pending={form.pending}>
          {form.pending
            ? 'Waiting for every gate…'
            : `Revoke ${count(keyIds.length, 'key')} for good`}
        </Button>
        <LinkButton href={listHref}>Cancel</LinkButton>
      </div>
    </Form>
  );
}
