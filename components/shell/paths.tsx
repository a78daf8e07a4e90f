import type { Environment } from '#lib/db/generated/enums';

/** Cookie with the environment last worked in; a convenience, nothing trusts it. */
export const environmentCookie = 'environment';

/** The environment that an address names, or null on pages of neither. */
export function environmentOf(path: string): Environment | null {
  const first = path.split('/')[1];
  return first === 'live' || first === 'test' ? first : null;
}

/**
 * The same page in the other environment. What is below an id exists in one environment only, so the
 * address is cut before the id; a page of neither environment leads to the overview.
 */
export function samePageIn(path: string, environment: Environment): string {
  if (environmentOf(path) === null) return `/${environment}/overview`;
  const parts = path.split('/').slice(2);
  const id = parts.findIndex((part) => /^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$/.test(part));
  const kept = id === -1 ? parts : parts.slice(0, id);
  return `/${[environment, ...kept].join('/')}`;
}

/** Whether `path` is the page at `href` or below it. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
