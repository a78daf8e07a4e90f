import { headers } from 'next/headers';
import { clearSessionCookie } from '#lib/auth/browser-cookie';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, currentSession } from '#lib/auth/current-session';
import { isSameOrigin } from '#lib/auth/origin';
import { signOut } from '#lib/auth/sign-out';
import { env } from '#lib/env';

/** Ends the session on the server, takes the cookie and empties what the browser kept of these pages. */
export async function POST(): Promise<Response> {
  const sent = await headers();
  if (!isSameOrigin(sent, env().portalUrl)) return new Response(null, { status: 403 });
  const session = await currentSession();
  if (session) await signOut(contextOf(session, callOrigin(sent, env().trustedProxies)), {});
  await clearSessionCookie();
  return new Response(null, { status: 204, headers: { 'Clear-Site-Data': '"cache"' } });
}
