'use client';

import { useState } from 'react';
import { NewPasswordField } from '#components/auth/new-password-field';
import { PasswordField } from '#components/auth/password-field';
import { Form, textOf, useForm } from '#components/ui/form';
import { SaveRow } from '#components/ui/save-row';
import { changePasswordAction } from './actions.ts';

/** Changes the password; every other session ends by it. `email` lets password managers find the entry. */
export function PasswordForm({ email }: { email: string }) {
  const [done, setDone] = useState(0);
  const form = useForm(changePasswordAction, () => setDone((count) => count + 1));
  return (
    <Form
      key={done}
      state={form}
      read={(fields) => ({ current: textOf(fields, 'current'), next: textOf(fields, 'next') })}
      className="max-w-md"
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label="Current password"
        name="current"
        autoComplete="current-password"
        error={form.errorOf('current')}
      />
      <NewPasswordField label="New password" name="next" error={form.errorOf('next')} />
      <SaveRow
        label="Change password"
        pending={form.pending}
        saved={done > 0 ? 'Changed. All your other sessions have ended.' : null}
      />
    </Form>
  );
}
