import { withoutKeys } from '#lib/gate/credential';
import { printable } from '#lib/text';
import type { Facts } from '#lib/usage/facts';
import { type Decided, escaped } from './sheet.ts';

/** Characters of a path that are kept. */
const PATH_LENGTH = 200;
const PLAIN_PATH = /^[!-[\]-~]*$/;
const NOTHING = '\\N';

/** The columns of a log line, in its order. */
export const COLUMNS =
  'at, id, duration, credits_charged, credits_remaining, rate_limit, rate_remaining, replayed, path, ' +
  'organization_id, environment, key_id, method, route, status, code, "check", ip, client, facts';

/** Stands where a key would be named. */
export const NO_KEY = `${NOTHING}\t${NOTHING}\t${NOTHING}`;

/** What was left after the call: credits, and room in the fuller window; null where there is neither. */
export type Left = {
  readonly creditsRemaining: number | null;
  readonly rateLimit: number | null;
  readonly rateRemaining: number | null;
};

/**
 * A line of the request log in the text format of COPY.
 * @param outcome columns from organization to check
 * @param caller address and client
 */
export function logLine(
  call: { readonly requestId: string; readonly path: string },
  decided: Pick<Decided, 'at' | 'microseconds' | 'charged' | 'replayed'>,
  left: Left,
  outcome: string,
  caller: string,
  facts: Facts | null,
): string {
  const { at, microseconds, charged, replayed } = decided;
  const credits = left.creditsRemaining ?? NOTHING;
  const limit = left.rateLimit ?? NOTHING;
  const remaining = left.rateRemaining ?? NOTHING;
  const seen = facts === null ? NOTHING : escaped(JSON.stringify(facts));
  return `${timestamp(at)}\t${call.requestId}\t${microseconds}\t${charged}\t${credits}\t${limit}\t${remaining}\t${replayed ? 't' : 'f'}\t${pathOf(call.path)}\t${outcome}\t${caller}\t${seen}\n`;
}

function pathOf(path: string): string {
  const short = path.length > PATH_LENGTH ? path.slice(0, PATH_LENGTH) : path;
  const safe = withoutKeys(short);
  return PLAIN_PATH.test(safe) ? safe : escaped(printable(safe, PATH_LENGTH));
}

let second = -1;
let secondText = '';

/** An ISO time; most lines of a batch are of the same second. */
function timestamp(at: number): string {
  const whole = Math.floor(at / 1000);
  if (whole !== second) {
    second = whole;
    secondText = new Date(whole * 1000).toISOString().slice(0, 20);
  }
  const rest = Math.floor(at - whole * 1000);
  const digits = rest < 10 ? `00${rest}` : rest < 100 ? `0${rest}` : `${rest}`;
  return `${secondText}${digits}Z`;
}
