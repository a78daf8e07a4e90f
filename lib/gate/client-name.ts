import { printable } from '#lib/text';
import { withoutKeys } from './credential.ts';

/** Characters of a User-Agent that are kept. */
const LENGTH = 200;
/** Different clients remembered. */
const LIMIT = 500;

const names = new Map<string, string>();

/** A User-Agent as it may be kept and shown: short, printable, without keys. */
export function clientName(userAgent: string): string {
  const known = names.get(userAgent);
  if (known !== undefined) return known;
  const name = printable(withoutKeys(userAgent), LENGTH);
  if (userAgent.length <= LENGTH && names.size < LIMIT) names.set(userAgent, name);
  return name;
}
