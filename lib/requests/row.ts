import type { Environment } from '#lib/db/generated/enums';
import { type Check, checks } from '#lib/gate/checks';
import { type Facts, factsShape } from '#lib/usage/facts';

/** A row of records.requests as SELECT_ROW reads it. */
export type RequestRow = {
  at: Date;
  id: string;
  organization_id: string | null;
  environment: Environment | null;
  key_id: string | null;
  key_name: string | null;
  method: string;
  path: string;
  route: string;
  status: number;
  code: string;
  check: string;
  duration: number;
  ip: string;
  client: string;
  credits_charged: number;
  credits_remaining: number | null;
  rate_limit: number | null;
  rate_remaining: number | null;
  replayed: boolean;
  facts: unknown;
};

/** One call as the gate recorded it; `code` and `check` are null for a success, `at` is an ISO time. */
export type RequestView = {
  readonly requestId: string;
  readonly at: string;
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly method: string;
  readonly path: string;
  /** The route's pattern with its method, empty when no route was found. */
  readonly route: string;
  readonly status: number;
  readonly code: string | null;
  /** The check that refused. */
  readonly check: Check | null;
  readonly milliseconds: number;
  readonly ip: string;
  readonly client: string;
  readonly creditsCharged: number;
  readonly creditsRemaining: number | null;
  readonly rateLimit: number | null;
  readonly rateLimitRemaining: number | null;
  readonly replayed: boolean;
};

/** The columns of a `RequestRow`, of `records.requests r` joined with `api_keys k`. */
export const ROW_COLUMNS = `r.at, r.id, r.organization_id, r.environment, r.key_id, k.name AS key_name, r.method, r.path,
  r.route, r.status, r.code, r."check", r.duration, r.ip, r.client, r.credits_charged, r.credits_remaining,
  r.rate_limit, r.rate_remaining, r.replayed, r.facts`;

export function requestView(row: RequestRow): RequestView {
  return {
    requestId: row.id,
    at: row.at.toISOString(),
    keyId: row.key_id,
    keyName: row.key_name,
    method: row.method,
    path: row.path,
    route: row.route,
    status: row.status,
    code: row.code === '' ? null : row.code,
    check: checks.find((check) => check === row.check) ?? null,
    milliseconds: row.duration / 1000,
    ip: row.ip,
    client: row.client,
    creditsCharged: row.credits_charged,
    creditsRemaining: row.credits_remaining,
    rateLimit: row.rate_limit,
    rateLimitRemaining: row.rate_remaining,
    replayed: row.replayed,
  };
}

/** What the deciding check saw; empty for a success, or when a later version wrote what this one can't read. */
export function factsOfRow(row: RequestRow): Facts {
  const parsed = factsShape.safeParse(row.facts ?? {});
  return parsed.success ? parsed.data : {};
}
