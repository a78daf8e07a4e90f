/**
 * Where to go after signing in: the wanted address when it is a path on this portal, else `otherwise`.
 * Anything a browser could read as another origin (`//host`, `/\host`, control characters) is refused.
 */
export function returnPath(wanted: string | undefined, otherwise: string): string {
  if (wanted === undefined || !isOwnPath(wanted)) return otherwise;
  const base = 'http://portal.invalid';
  const url = URL.parse(wanted, base);
  if (url === null || url.origin !== base) return otherwise;
  // Dots are resolved by now, and `/.//host` has become `//host`.
  const path = `${url.pathname}${url.search}${url.hash}`;
  return isOwnPath(path) ? path : otherwise;
}

function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path);
}
