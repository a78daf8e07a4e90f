import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/auth/sign-in-form';
import { Callout } from '#components/ui/callout';
import { TextLink } from '#components/ui/text-link';
import { currentSession } from '#lib/auth/current-session';
import { returnPath } from '#lib/web/return-path';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ [name: string]: string | string[] | undefined }>;
}) {
  const { callbackUrl, signedOut } = await searchParams;
  const next = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined, '/');
  if (await currentSession()) redirect(next);
  return (
    <>
      <h1 className="mb-6 font-semibold text-2xl tracking-tight">Sign in</h1>
      {signedOut !== undefined && (
        <Callout tone="ok" className="mb-5">
          You are signed out; this session is over on the server too.
        </Callout>
      )}
      <SignInForm next={next} />
      <p className="mt-6 text-muted">
        No account yet? <TextLink href="/sign-up">Sign up</TextLink>
      </p>
    </>
  );
}
