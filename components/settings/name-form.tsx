'use client';

import { useState } from 'react';
import { TextField } from '#components/ui/field';
import { type Action, Form, textOf, useForm } from '#components/ui/form';
import { SaveRow } from '#components/ui/save-row';

/** Changes one name: the organization's or a person's. */
export function NameForm({
  label,
  name,
  autoComplete = 'off',
  save,
}: {
  label: string;
  name: string;
  autoComplete?: string;
  save: Action<{ name: string }, unknown>;
}) {
  const [saved, setSaved] = useState<string | null>(null);
  const form = useForm(save, () => setSaved('Saved.'));
  return (
    <Form
      state={form}
      read={(fields) => ({ name: textOf(fields, 'name') })}
      onInput={() => setSaved(null)}
      className="max-w-md"
    >
      <TextField
        label={label}
        name="name"
        defaultValue={name}
        autoComplete={autoComplete}
        required
        maxLength={100}
        error={form.errorOf('name')}
      />
      <SaveRow label="Save" pending={form.pending} saved={saved} />
    </Form>
  );
}
