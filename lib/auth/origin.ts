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
