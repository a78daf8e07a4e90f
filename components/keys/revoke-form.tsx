'use client';

import { type ReactNode, useState } from 'react';
import { revokeKeyAction } from '#components/keys/actions';
import { RevokeReceipt } from '#components/keys/receipt';
import { type Reason, reasonChoices } from '#components/keys/revoke-reasons';
import { Button } from '#components/ui/button';
import { TextField } from '#components/ui/field';
import { Form, useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
import { RadioCards } from '#components/ui/radio-cards';
import type { Environment } from '#lib/db/generated/enums';
import type { Receipt } from '#lib/keys/view';

/**
 * Ends a key for good: why, its name where it is in use, then the receipt. `children` is what the
 * page says before the form; `already` is what it says of a key that is revoked, and a receipt just
 * received goes before that.
 */
export function RevokeForm({
  keyId,
  name,
  environment,
  suggested,
  typeName,
  already,
  children,
}: {
  keyId: string;
  name: string;
  environment: Environment;
  suggested: Reason;
  /** Whether the name has to be typed: a live key used in the last 24 hours. */
  typeName: boolean;
  already: ReactNode;
  children: ReactNode;
}) {
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [reason, setReason] = useState<Reason>(suggested);
  const [typed, setTyped] = useState('');
  const form = useForm(revokeKeyAction, setReceipt);
  const list = `/${environment}/keys`;

  if (receipt) {
    return (
      <div className="flex max-w-2xl flex-col gap-4">
        <RevokeReceipt receipt={receipt} title={`${name} is revoked`} />
        <div className="flex flex-wrap gap-2">
          <LinkButton variant="primary" href={list}>
            Back to the keys
          </LinkButton>
          <LinkButton href={`${list}/${keyId}`}>See the key</LinkButton>
        </div>
      </div>
    );
  }
  if (already) return already;
  return (
    <Form
      state={form}
      aria-label={`Revoke ${name}`}
      className="max-w-2xl"
      read={() => ({ keyId, reason, ...(typeName ? { confirmName: typed } : {}) })}
    >
      {children}
      <RadioCards
        name="reason"
        legend="Why?"
        columns={2}
        options={reasonChoices}
        value={reason}
        onChange={setReason}
      />
      {typeName && (
        <TextField
          label={
            <>
              Type <strong className="select-all font-semibold">{name}</strong> to confirm
            </>
          }
          name="confirmName"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          hint="It is a live key that was used in the last 24 hours."
          error={form.errorOf('confirmName')}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" pending={form.pending}>
          {form.pending ? 'Waiting for every gate…' : 'Revoke for good'}
        </Button>
        <LinkButton href={`${list}/${keyId}`}>Cancel</LinkButton>
      </div>
    </Form>
  );
}
