'use client';

import { TextField } from '#components/ui/field';
import type { KeyDraft } from './key-draft.tsx';

/** What people call the key, and what they want to remember of it. */
export function IdentityFields({
  draft,
  onChange,
  errorOf,
}: {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
  errorOf: (field: string) => string | undefined;
}) {
  return (
    <>
      <TextField
        label="Name"
        name="name"
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        placeholder="Production server"
        autoComplete="off"
        hint="Where the key is used. You will look for it by this name."
        error={errorOf('name')}
      />
      <TextField
        label="Note"
        optional
        name="note"
        value={draft.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        autoComplete="off"
        hint="Who owns it, where it is stored. Never the key itself."
        error={errorOf('note')}
      />
    </>
  );
}
