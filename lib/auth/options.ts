import type { AuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { callOrigin } from '#lib/auth/caller';
import { loadSession } from '#lib/auth/load-session';
import {
  COOKIE_SECONDS,
  cookieName,
  cookieOptions,
  isSecure,
  sessionIdOf,
} from '#lib/auth/session-cookie';
import { signIn } from '#lib/auth/sign-in';
import { endByBrowser } from '#lib/auth/sign-out';
import { env } from '#lib/env';
import { log } from '#lib/log';

class DeadSessionError extends Error {
  override name = 'DeadSessionError';
}

/**
 * next-auth, reduced to what it does well: the form post, its CSRF token and the encrypted cookie.
 * The cookie only names a row of `user_sessions`; whether somebody is signed in is the row's to say.
 */
export function authOptions(): AuthOptions {
  const host = isSecure() ? '__Host-' : '';
  const options = cookieOptions();
  return {
    secret: env().sessionSecret,
    useSecureCookies: isSecure(),
    session: { strategy: 'jwt', maxAge: COOKIE_SECONDS },
    jwt: { maxAge: COOKIE_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: { name: cookieName(), options },
      callbackUrl: { name: `${host}next-auth.callback-url`, options },
      csrfToken: { name: `${host}next-auth.csrf-token`, options },
    },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given, request) => authorize(given, new Headers(request.headers ?? {})),
      }),
    ],
    callbacks: {
      // At sign-in the "user" is the session row that `authorize` has opened.
      jwt: ({ token, user }) => ({ sid: user ? user.id : sessionIdOf(token) }),
      session: async ({ session, token }) => {
        const sid = sessionIdOf(token);
        const live = sid === null ? null : await loadSession(sid, false);
        // A throw here makes next-auth answer with an empty session and clear the cookie.
        if (live === null) throw new DeadSessionError('the session has ended');
        return { user: { name: live.user.name, email: live.user.email }, expires: session.expires };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sid = sessionIdOf(token);
        if (sid !== null) await endByBrowser(sid);
      },
    },
    logger: {
      error: (code, metadata) => {
        const error = metadata instanceof Error ? metadata : metadata.error;
        if (!(error instanceof DeadSessionError))
          log().error({ err: error, code }, 'sign-in fault');
      },
      warn: (code) => log().warn({ code }, 'sign-in warning'),
      debug: () => undefined,
    },
  };
}

/** Never lets a fault's own text out: next-auth puts a thrown message into an address. */
async function authorize(given: unknown, headers: Headers): Promise<{ id: string } | null> {
  const result = await signIn(given, callOrigin(headers, env().trustedProxies)).catch((error) => {
    log().error({ err: error }, 'sign-in fault');
    throw new Error('unavailable');
  });
  if (result.ok) return { id: result.sessionId };
  if (result.reason === 'wrong') return null;
  throw new Error(`rate_limited.${result.retryAfter}`);
}
