'use client';

import { signInWith } from '#components/auth/credentials';
import { PasswordField } from '#components/auth/password-field';
import { Button } from '#components/ui/button';
import { TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';

/** E-mail address and password; then a full load of `next`, so that nothing of before stays. */
export function SignInForm({ next }: { next: string }) {
  const form = useForm(signInWith, () => window.location.assign(next));
  return (
    <Form
      state={form}
      read={(fields) => ({ email: textOf(fields, 'email'), password: textOf(fields, 'password') })}
    >
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        maxLength={254}
      />
      <PasswordField label="Password" name="password" autoComplete="current-password" />
      <Button type="submit" variant="primary" size="lg" pending={form.pending}>
        Sign in
      </Button>
    </Form>
  );
}
