import { cookies } from 'next/headers';
import { COOKIE_SECONDS, cookieName, cookieOptions, sealSession } from '#lib/auth/session-cookie';

/** Gives this browser the cookie of another session; for server actions. */
export async function renewSessionCookie(data: { readonly sessionId: string }): Promise<null> {
  const jar = await cookies();
  const value = await sealSession(data.sessionId);
  jar.set(cookieName(), value, { ...cookieOptions(), maxAge: COOKIE_SECONDS });
  return null;
}

/** Takes the session cookie from this browser; for server actions, after the row has ended. */
export async function clearSessionCookie(): Promise<null> {
  const jar = await cookies();
  jar.set(cookieName(), '', { ...cookieOptions(), maxAge: 0 });
  return null;
}
