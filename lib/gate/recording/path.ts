import type { RouteHead } from '#lib/api/route';
import { withoutKeys } from '#lib/gate/credential';
import { printable } from '#lib/text';

/** Characters of a path that are kept. */
const LENGTH = 200;

/** A call's path as it may be kept: short, printable, without keys. Null when it is the route's own. */
export function keptPath(path: string, route: RouteHead | null): string | null {
  if (path === route?.path) return null;
  return printable(withoutKeys(path.length > LENGTH ? path.slice(0, LENGTH) : path), LENGTH);
}
