import { brand } from '#lib/brand';
import { errorEntry } from '#lib/errors';
import type { Outcome } from './call.ts';
import { type Counters, remaining, tighter } from './decide.ts';
import type { Known } from './known.ts';

/** Names and values in turn, as `writeHead` takes them without building objects. */
export type FlatHeaders = string[];

const REALM = `Bearer realm="${brand.apiName}"`;
/** A key that ends sooner than this says so, milliseconds. */
const EXPIRY_NOTICE_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Headers of every response to a known key: limits (own names and draft-ietf-httpapi-ratelimit-headers),
 * credits, and the key's end when it is near.
 * @param now epoch milliseconds by the database's clock
 */
export function addKeyHeaders(
  headers: FlatHeaders,
  known: Known,
  counters: Counters,
  outcome: Outcome,
  now: number,
): void {
  const { key, account } = known.snapshot;
  const count = tighter(counters);
  const left = String(remaining(count));
  const limit = String(count.limit);
  const policy = count === counters.key ? '"key"' : '"default"';
  const seconds = Math.max(0, Math.ceil(counters.resetAt - now / 1000));
  const credits = outcome.credits;
  headers.push(
    'X-RateLimit-Limit',
    limit,
    'X-RateLimit-Remaining',
    left,
    'X-RateLimit-Reset',
    String(counters.resetAt),
    'RateLimit-Policy',
    `${policy};q=${limit};w=60`,
    'RateLimit',
    `${policy};r=${left};t=${seconds}`,
    'X-API-Credits-Remaining',
    String(credits === undefined ? account.balance : credits.remaining),
    'X-API-Credits-Used',
    String(credits === undefined ? account.used : credits.used),
  );
  if (key.endsAt !== null && (key.retiring || key.endsAt - now < EXPIRY_NOTICE_MS)) {
    headers.push('X-API-Key-Expires', new Date(key.endsAt).toISOString());
  }
}

/**
 * The challenge of a 401 or of a missing permission (RFC 6750 §3), or null.
 * @param presented whether the call carried a credential of any kind
 * @param permission what the route needs
 */
export function challenge(
  outcome: Outcome,
  presented: boolean,
  permission: string | null,
): string | null {
  if (outcome.kind === 'success') return null;
  if (outcome.code === 'insufficient_permissions') {
    return `${REALM}, error="insufficient_scope", scope="${permission ?? ''}"`;
  }
  const { status, message } = errorEntry(outcome.code);
  if (status !== 401) return null;
  if (!presented) return REALM;
  return `${REALM}, error="invalid_token", error_description="${message}"`;
}
