import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '#lib/auth/options';
import { isSameOrigin } from '#lib/auth/origin';
import { env, tellNextAuth } from '#lib/env';
import { log } from '#lib/log';

export type AuthRoute = { readonly params: Promise<{ nextauth: string[] }> };

/** All that the portal uses of next-auth; its other routes do not exist here. */
const routes: ReadonlySet<string> = new Set([
  'GET csrf',
  'GET session',
  'GET providers',
  'GET signin',
  'GET error',
  'POST callback/credentials',
  'POST signout',
]);

/** Answers `/api/auth/…`. Posts must come from the portal's own pages, like every server action. */
export async function handleAuth(request: NextRequest, route: AuthRoute): Promise<Response> {
  const { nextauth } = await route.params;
  if (!routes.has(`${request.method} ${nextauth.join('/')}`)) return refusal(404, 'not_found');
  if (request.method === 'POST' && !isSameOrigin(request.headers, env().portalUrl)) {
    return refusal(403, 'wrong_origin');
  }
  if (request.method === 'POST' && !isForm(request)) return refusal(415, 'unsupported_media_type');
  tellNextAuth();
  try {
    const response: Response = await NextAuth(request, route, authOptions());
    response.headers.set('Cache-Control', 'no-store');
    return response;
  } catch (error) {
    log().error({ err: error }, 'sign-in fault');
    return refusal(500, 'internal');
  }
}

/** next-auth would also take JSON, with values that are no strings. */
function isForm(request: Request): boolean {
  const type = request.headers.get('content-type') ?? '';
  return type.startsWith('application/x-www-form-urlencoded');
}

function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } });
}
