import { isForeign, wrongOriginText } from '#lib/auth/origin';
import { log } from '#lib/log';

/**
 * The answer to a call of an action from another site, null for all else. Next.js answers some of these by
 * a bare 500 and runs those without an Origin. What is below /api/ sees to itself: machines call it too.
 */
export function refuseForeign(
  request: Pick<Request, 'method' | 'url' | 'headers'>,
  portalUrl: string,
  requestId: string,
): Response | null {
  const { method, url, headers } = request;
  if (method !== 'POST' || new URL(url).pathname.startsWith('/api/')) return null;
  if (!isForeign(headers, portalUrl)) return null;
  log().warn({ requestId }, 'action from another origin refused');
  const text = `This request came from another site and was refused. ${wrongOriginText(portalUrl)}\n`;
  return new Response(text, { status: 403, headers: { 'Content-Type': 'text/plain' } });
}
