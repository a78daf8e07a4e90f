'use client';

import { signIn } from 'next-auth/react';
import { type Denial, denied, done, type Result } from '#lib/result';

/** Signs in and leaves the session cookie with this browser. Unknown and wrong get the same answer. */
export async function signInWith(input: {
  email: string;
  password: string;
}): Promise<Result<null>> {
  const answer = await signIn('credentials', { ...input, redirect: false });
  if (answer?.ok && !answer.error) return done(null);
  return { ok: false, denial: denialFor(answer?.error ?? '') };
}

function denialFor(error: string): Denial {
  const seconds = /^rate_limited\.(\d+)$/.exec(error)?.[1];
  if (seconds) {
    const wait =
      Number(seconds) < 90 ? `${seconds} seconds` : `${Math.ceil(Number(seconds) / 60)} minutes`;
    return denied(
      'rate_limited',
      `Too many attempts for this account or from your network. Wait ${wait}, then try again.`,
    ).denial;
  }
  if (error === 'CredentialsSignin') {
    return denied(
      'unauthenticated',
      'The e-mail address or the password is wrong. Check both, then try again.',
    ).denial;
  }
  return denied(
    'unavailable',
    'Signing in does not work just now, whatever you type. Wait a moment, then try again.',
  ).denial;
}
