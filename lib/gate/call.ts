import type { Pool } from 'pg';
import type { ErrorCode } from '#lib/errors';
import type { Check } from './checks.ts';
import type { CreditFigures, Snapshot } from './snapshot.ts';

/** The state of the window that has less left, after this call was counted. */
export type RateWindow = {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds at which the window ends. */
  readonly resetAt: number;
};

/** What a handler gets: a call that has passed checks 1 to 9. */
export type Call<Body = unknown, Query = unknown> = {
  readonly requestId: string;
  readonly snapshot: Snapshot;
  /** Method and pattern, e.g. `POST /v1/sessions/:id/end`. */
  readonly route: string;
  /** The path as sent, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Validated by the route's schema; null for a route without a body. */
  readonly body: Body;
  /** Validated by the route's schema; null for a route that knows no parameters. */
  readonly query: Query;
  /** The JSON value as sent, before validation; for the idempotency fingerprint. */
  readonly json: unknown;
  /** 1–255 printable ASCII characters, without its quotes; only on POST. */
  readonly idempotencyKey: string | null;
  /**
   * The error that the caller wants to see instead of a success: nothing may be written then. `write` sees to
   * it for what goes through the writer.
   */
  readonly simulated: Refusal | null;
  readonly window: RateWindow;
  /** The Range header, where it may be heeded (RFC 9110 §14.2). */
  readonly range: string | undefined;
  /** Where the call comes from, IPv4-mapped addresses in their IPv4 form. */
  readonly ip: string;
  /** The User-Agent, cut to 200 characters. */
  readonly client: string;
  /** Epoch milliseconds by the database's clock when the call was decided. */
  readonly now: number;
  /** Monotonic milliseconds until which the call may wait for the database; then it is answered 503. */
  readonly deadline: number;
};

/** Post-balance of a write, for the credit headers. */
export type CreditHeaders = { readonly remaining: number; readonly used: number };

/** A body that is too long for memory. */
export type StreamedBody = {
  /** Its media type. */
  readonly type: string;
  /** How many bytes come, exactly. */
  readonly bytes: number;
  /** Names and values in turn, beside what every answer has. */
  readonly headers: readonly string[];
  /** Called once at most, when it is sent. A reader that stops early calls `return`. */
  read(): AsyncIterable<Buffer>;
  /** Ends it before its time, together with its connection. */
  readonly end?: AbortSignal;
};

export type Success = {
  readonly kind: 'success';
  readonly status: number;
  /** Serialised JSON, sent as it is; empty for 204. */
  readonly body: string;
  /** Sent instead of `body`. */
  readonly stream?: StreamedBody;
  /** The write's own post-balance; without it the headers show the account's newest figures. */
  readonly credits?: CreditHeaders;
  /** The idempotency record answered. */
  readonly replayed?: boolean;
};

export type Refusal = {
  readonly kind: 'refusal';
  /** The check that decided. */
  readonly check: Check;
  readonly code: ErrorCode;
  /** Replaces the table's text. */
  readonly message?: string;
  readonly param?: string;
  /** Seconds, ≥ 1. */
  readonly retryAfter?: number;
  /** Names and values in turn, beside what every refusal has. */
  readonly headers?: readonly string[];
  readonly credits?: CreditHeaders;
  /** Asked for by the caller: the call would have succeeded. */
  readonly simulated?: true;
};

export type Outcome = Success | Refusal;

/** One refusal, its optional parts given as an object. */
export function refuse(
  check: Check,
  code: ErrorCode,
  more?: Pick<Refusal, 'message' | 'param' | 'retryAfter' | 'headers' | 'credits'>,
): Refusal {
  return more ? { kind: 'refusal', check, code, ...more } : { kind: 'refusal', check, code };
}

/** What the resources behind the gate may use; one set per running gate. */
export type GateServices = {
  readonly gateId: string;
  /** Small pool with short timeouts, as portal_app; for reads. */
  readonly pool: Pool;
  /** Epoch milliseconds by the database's clock: monotonic time plus the measured offset. */
  databaseNow(): number;
  /** Newest known figures of each account. */
  readonly credits: {
    /** Moves an account's figures forward; older ones than those known are ignored. */
    advance(figures: Readonly<CreditFigures>): void;
  };
  /** A line for the operator; never a secret. */
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void;
};
