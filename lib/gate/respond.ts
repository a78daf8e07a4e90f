import { type ErrorEntry, errorEntry } from '#lib/errors';
import type { Outcome, Refusal, StreamedBody } from './call.ts';
import type { Exchange } from './exchange.ts';
import { addKeyHeaders, challenge, type FlatHeaders } from './headers.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
/** Bytes of an unread body that are worth receiving to keep the connection. */
const WORTH_DRAINING = 1024 * 1024;

/** What an answer depends on beside its outcome. */
export type Asked = Pick<
  Exchange,
  'requestId' | 'head' | 'route' | 'allow' | 'presented' | 'known' | 'counters' | 'now' | 'drained'
>;

/** An answer as it goes out. */
export type Answer = {
  readonly status: number;
  readonly headers: FlatHeaders;
  readonly body: string;
  /** ASCII is the same in both, and Latin-1 is written without being looked at. */
  readonly encoding: 'latin1' | 'utf8';
  /** Sent instead of `body`. */
  readonly stream?: StreamedBody;
};

/**
 * The HTTP answer of an outcome; the outbox sends it. The only place that turns a decision into HTTP, but
 * for requests that can't be parsed.
 * @param closing whether the connection ends with this answer in any case
 */
export function respond(asked: Asked, outcome: Outcome, closing: boolean): Answer {
  const problem = outcome.kind === 'refusal' && asksForProblem(asked.head.accept);
  const status = outcome.kind === 'success' ? outcome.status : errorEntry(outcome.code).status;
  const body =
    outcome.kind === 'success' ? outcome.body : errorBody(outcome, asked.requestId, problem);
  const bytes = Buffer.byteLength(body);
  const stream = outcome.kind === 'success' ? outcome.stream : undefined;
  const headers =
    stream === undefined
      ? plainHeaders(asked.requestId, status, problem ? PROBLEM_TYPE : JSON_TYPE, bytes)
      : plainHeaders(asked.requestId, status, stream.type, stream.bytes);
  if (stream !== undefined) headers.push(...stream.headers);
  const { known, counters, now } = asked;
  if (known !== null && counters !== null) addKeyHeaders(headers, known, counters, outcome, now);
  if (outcome.kind === 'refusal') addRefusalHeaders(headers, asked, outcome);
  else if (outcome.replayed === true) headers.push('Idempotent-Replayed', 'true');
  if (closing || !isWorthKeeping(asked, outcome)) headers.push('Connection', 'close');
  const encoding = bytes === body.length ? 'latin1' : 'utf8';
  return stream === undefined
    ? { status, headers, body, encoding }
    : { status, headers, body, encoding, stream };
}

function plainHeaders(requestId: string, status: number, type: string, bytes: number): FlatHeaders {
  if (status === 204) return ['X-Request-ID', requestId, 'Cache-Control', 'no-store'];
  return [
    'X-Request-ID',
    requestId,
    'Cache-Control',
    'no-store',
    'Content-Type',
    type,
    'Content-Length',
    String(bytes),
  ];
}

/** The error envelope; inside a problem document (RFC 9457) when that was asked for. */
export function errorBody(refusal: Refusal, requestId: string, problem: boolean): string {
  const entry = errorEntry(refusal.code);
  const message = refusal.message ?? entry.message;
  const error = {
    type: entry.type,
    code: entry.code,
    message,
    param: refusal.param,
    request_id: requestId,
    retry_after: refusal.retryAfter,
  };
  return JSON.stringify(problem ? { ...problemMembers(entry, message), error } : { error });
}

function problemMembers(entry: ErrorEntry, message: string) {
  const title = entry.code.replaceAll('_', ' ');
  return { type: 'about:blank', title, status: entry.status, detail: message };
}

function addRefusalHeaders(headers: FlatHeaders, asked: Asked, refusal: Refusal): void {
  const permission = asked.route?.permission ?? null;
  const wanted = challenge(refusal, asked.presented, permission);
  if (wanted !== null) headers.push('WWW-Authenticate', wanted);
  if (refusal.retryAfter !== undefined) headers.push('Retry-After', String(refusal.retryAfter));
  if (refusal.headers !== undefined) headers.push(...refusal.headers);
  if (asked.allow !== null) headers.push('Allow', asked.allow);
}

function asksForProblem(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes(PROBLEM_TYPE) === true;
}

/**
 * A connection whose body nobody read is kept only when the rest of that body is short, and comes. Who
 * waited to be asked for it may send it or not (RFC 9110 §10.1.1), and a next request would be taken for it.
 */
function isWorthKeeping({ drained, head }: Asked, outcome: Outcome): boolean {
  if (drained) return true;
  if (head.expectsContinue) return false;
  const late = outcome.kind === 'refusal' && outcome.code === 'request_timeout';
  return !late && !head.chunked && (head.contentLength ?? 0) <= WORTH_DRAINING;
}
