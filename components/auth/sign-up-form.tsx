'use client';

import { signInWith } from '#components/auth/credentials';
import { NewPasswordField } from '#components/auth/new-password-field';
import { Button } from '#components/ui/button';
import { TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';
import { denied } from '#lib/result';
import { signUpAction } from './actions.ts';

type NewAccount = { name: string; organizationName: string; email: string; password: string };

/** Makes the account, signs in with it and leads to the first call. */
export function SignUpForm() {
  const form = useForm(join, () => window.location.assign('/test/first-call'));
  return (
    <Form
      state={form}
      read={(fields) => ({
        name: textOf(fields, 'name'),
        organizationName: textOf(fields, 'organizationName'),
        email: textOf(fields, 'email'),
        password: textOf(fields, 'password'),
      })}
    >
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        autoFocus
        required
        maxLength={100}
        error={form.errorOf('name')}
      />
      <TextField
        label="Organization"
        name="organizationName"
        autoComplete="organization"
        required
        maxLength={100}
        hint="Keys, credits and members belong to it."
        error={form.errorOf('organizationName')}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        maxLength={254}
        error={form.errorOf('email')}
      />
      <NewPasswordField name="password" error={form.errorOf('password')} />
      <Button type="submit" variant="primary" size="lg" pending={form.pending}>
        Create account
      </Button>
    </Form>
  );
}

/** Signing up never tells whether the address was taken; signing in with the new password does. */
async function join(account: NewAccount) {
  const made = await signUpAction(account);
  if (!made.ok) return made;
  const entered = await signInWith(account);
  if (entered.ok || entered.denial.code !== 'unauthenticated') return entered;
  return denied(
    'conflict',
    'This address could not be signed in with that password. If you have an account already, sign in with its own password.',
  );
}
