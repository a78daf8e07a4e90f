import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { callOrigin } from '#lib/auth/caller';
import { loadSession } from '#lib/auth/load-session';
import { cookieName, openSeal } from '#lib/auth/session-cookie';
import { contextOf, type PortalSession } from '#lib/auth/session-row';
import type { Context } from '#lib/context';
import { env } from '#lib/env';
import { pathHeader } from '#lib/web/security-headers';

export { contextOf, type PortalSession };

/** The live session of this request, or null; read from the database once a request. */
export const currentSession = cache(() => readSession(true));

/** As `currentSession`, but does not count as activity: for polling in the background. */
export const peekSession = cache(() => readSession(false));

/** The live session of this request; without one the browser is sent to sign in, and back after that. */
export async function requireSession(): Promise<PortalSession> {
  return (await currentSession()) ?? redirect(await signInPath());
}

/** The context in which pages call the domain's verbs; without a session as `requireSession`. */
export async function requireContext(): Promise<Context> {
  return contextOf(await requireSession(), callOrigin(await headers(), env().trustedProxies));
}

async function signInPath(): Promise<string> {
  const wanted = (await headers()).get(pathHeader) ?? '/';
  return wanted === '/' ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(wanted)}`;
}

async function readSession(touch: boolean): Promise<PortalSession | null> {
  const jar = await cookies();
  const sessionId = await openSeal(jar.get(cookieName())?.value);
  return sessionId === null ? null : loadSession(sessionId, touch);
}
