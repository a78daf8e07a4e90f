import { decode, encode } from 'next-auth/jwt';
import { ABSOLUTE_HOURS } from '#lib/auth/session-row';
import { env } from '#lib/env';
import { isId } from '#lib/ids';

/** Seconds that the cookie lasts; the row behind it decides earlier ends. */
export const COOKIE_SECONDS = ABSOLUTE_HOURS * 3600;

/** True when the portal is served over TLS; then cookies are Secure and bound to the host. */
export function isSecure(): boolean {
  return env().portalUrl.startsWith('https://');
}

/** The session cookie's name: `__Host-` over https, plain on http (browsers refuse the prefix there). */
export function cookieName(): string {
  return isSecure() ? '__Host-next-auth.session-token' : 'next-auth.session-token';
}

/** Attributes of every cookie of the portal's sign-in. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const;
}

/** An encrypted cookie value that names the session row and holds nothing else. */
export async function sealSession(sessionId: string): Promise<string> {
  const { sessionSecret: secret } = env();
  return encode({ token: { sid: sessionId }, secret, maxAge: COOKIE_SECONDS });
}

/** The session id in a cookie value, or null when the value is not ours or too old. */
export async function openSeal(value: string | undefined): Promise<string | null> {
  if (value === undefined || value === '' || value.length > 4096) return null;
  try {
    const token = await decode({ token: value, secret: env().sessionSecret });
    return sessionIdOf(token);
  } catch {
    return null;
  }
}

/** The session id in a decoded token, or null. */
export function sessionIdOf(token: Readonly<Record<string, unknown>> | null): string | null {
  const sid = token?.sid;
  return typeof sid === 'string' && isId('uss', sid) ? sid : null;
}
