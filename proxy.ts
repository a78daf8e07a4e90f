import { type NextRequest, NextResponse } from 'next/server';
import { settings } from '#lib/env';
import { newId, randomBytes } from '#lib/ids';
import { refuseForeign } from '#lib/web/refuse-foreign';
import { isReservedRequestHeader, pathHeader, securityHeaders } from '#lib/web/security-headers';

/** The build's own files come by the dozen and are the same for everybody; `next.config.ts` has their headers. */
export const config = { matcher: '/((?!_next/static/).*)' };

/**
 * Runs before every other answer, whatever its path, so that errors and unknown addresses are covered too.
 * It decides no access: that is the business of the verbs, and actions check their Origin themselves.
 */
export function proxy(request: NextRequest): Response {
  const nonce = randomBytes(18).toString('base64');
  const requestId = newId('req');
  const { portalUrl } = settings();
  const security = securityHeaders({
    nonce,
    https: portalUrl.startsWith('https:'),
    development: process.env.NODE_ENV === 'development',
  });
  const response =
    refuseForeign(request, portalUrl, requestId) ??
    NextResponse.next({
      request: { headers: forwardedHeaders(request, nonce, requestId, security) },
    });
  for (const [name, value] of Object.entries(security)) response.headers.set(name, value);
  response.headers.set('X-Request-ID', requestId);
  if (request.nextUrl.pathname !== '/icon.svg') response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** What is added to the request, in the place of what a client sent under these names. */
function forwardedHeaders(
  request: NextRequest,
  nonce: string,
  requestId: string,
  security: Readonly<Record<string, string>>,
): Headers {
  const forwarded = new Headers(request.headers);
  for (const name of request.headers.keys()) {
    if (isReservedRequestHeader(name)) forwarded.delete(name);
  }
  forwarded.set('x-nonce', nonce);
  forwarded.set('x-request-id', requestId);
  forwarded.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  forwarded.set('content-security-policy', security['Content-Security-Policy'] ?? '');
  return forwarded;
}
