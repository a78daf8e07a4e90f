/** The part of a request's headers that the checks need. */
export type HeaderReader = { get(name: string): string | null };

/**
 * Whether a request that changes things comes from the portal's own pages: `Origin` must be there and
 * equal the portal's address, and `Sec-Fetch-Site`, when sent, must say same-origin. Host and
 * forwarding headers have no say. Next.js runs an action without an Origin, hence this check of ours.
 */
export function isSameOrigin(headers: HeaderReader, portalUrl: string): boolean {
  if (headers.get('origin') !== portalUrl) return false;
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin';
}

/**
 * Whether a request that changes things is sent by a page of another site, or by none. Somebody who opened
 * the portal at another address than its own is not foreign: the action itself tells them where it is.
 */
export function isForeign(headers: HeaderReader, portalUrl: string): boolean {
  if (isSameOrigin(headers, portalUrl)) return false;
  const host = headers.get('host');
  const here = host === null ? [] : [`http://${host}`, `https://${host}`];
  const site = headers.get('sec-fetch-site');
  const fromHere = here.includes(headers.get('origin') ?? '');
  return !fromHere || (site !== null && site !== 'same-origin');
}

/** What a request from elsewhere is told. */
export function wrongOriginText(portalUrl: string): string {
  return `Open the portal at ${portalUrl} and try again there.`;
}
