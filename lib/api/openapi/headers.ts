import type { RouteHead } from '#lib/api/route';
import type { ErrorCode } from '#lib/errors';
import { retryAfterOf } from '#lib/gate/simulate';

/** The response headers of the API by name. Source: the /v1 contract, "Response headers". */
export const headerTexts = {
  'X-Request-ID': ['string', 'The call’s id, equal to `error.request_id`.'],
  'X-RateLimit-Limit': ['integer', 'Calls a minute.'],
  'X-RateLimit-Remaining': ['integer', 'Calls left in this minute.'],
  'X-RateLimit-Reset': ['integer', 'Unix seconds at which the minute ends.'],
  RateLimit: ['string', 'The same after the IETF draft, as in `"default";r=599;t=31`.'],
  'RateLimit-Policy': ['string', 'The limit after the IETF draft, as in `"default";q=600;w=60`.'],
  'X-API-Credits-Remaining': ['integer', 'Credits left.'],
  'X-API-Credits-Used': ['integer', 'Credits used in this billing period.'],
  'X-API-Key-Expires': [
    'string',
    'When the key ends; sent within 30 days of it, or while a rotation retires the key.',
  ],
  'Idempotent-Replayed': ['string', '`true` when an earlier answer is given again, free.'],
  'Retry-After': ['integer', 'Seconds after which to try again.'],
  'WWW-Authenticate': ['string', 'The challenge of RFC 6750.'],
} as const satisfies Readonly<Record<string, readonly ['string' | 'integer', string]>>;

export type HeaderName = keyof typeof headerTexts;

const OF_A_KEY: readonly HeaderName[] = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'X-API-Credits-Remaining',
  'X-API-Credits-Used',
  'X-API-Key-Expires',
];
const CHALLENGED: ReadonlySet<number> = new Set([401, 403]);

/** The headers that an answer may carry, as references. */
export function answerHeaders(
  head: RouteHead,
  { status, codes }: { readonly status: number; readonly codes: readonly ErrorCode[] },
): Record<string, object> {
  const names: HeaderName[] = ['X-Request-ID'];
  if (head.open !== true) names.push(...OF_A_KEY);
  if (status < 300 && head.method === 'POST') names.push('Idempotent-Replayed');
  if (CHALLENGED.has(status)) names.push('WWW-Authenticate');
  const waits = codes.some((code) => code === 'rate_limit_exceeded' || code in retryAfterOf);
  if (waits) names.push('Retry-After');
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
