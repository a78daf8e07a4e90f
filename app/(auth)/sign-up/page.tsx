import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignUpForm } from '#components/auth/sign-up-form';
import { TextLink } from '#components/ui/text-link';
import { currentSession } from '#lib/auth/current-session';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage() {
  if (await currentSession()) redirect('/');
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Create your account</h1>
      <p className="mt-1 mb-6 text-muted">
        You get an organization with a live and a test environment, each with its own credits.
      </p>
      <SignUpForm />
      <p className="mt-6 text-muted">
        Have an account already? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </>
  );
}
