import type { ServerResponse } from 'node:http';
import { type ErrorEntry, errorEntry } from '#lib/errors';
import type { Outcome, Refusal } from './call.ts';
import type { Exchange } from './exchange.ts';
import { addKeyHeaders, challenge, type FlatHeaders } from './headers.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
/** Bytes of an unread body that are worth receiving to keep the connection. */
const WORTH_DRAINING = 1024 * 1024;

/** Turns an outcome into the HTTP response; the only place that does, but for unparsable requests. */
export function respond(
  response: ServerResponse,
  exchange: Exchange,
  outcome: Outcome,
  closing: boolean,
): void {
  const problem = outcome.kind === 'refusal' && asksForProblem(exchange.head.accept);
  const status = outcome.kind === 'success' ? outcome.status : errorEntry(outcome.code).status;
  const body =
    outcome.kind === 'success' ? outcome.body : errorBody(outcome, exchange.requestId, problem);
  const headers: FlatHeaders = ['X-Request-ID', exchange.requestId, 'Cache-Control', 'no-store'];
  const bytes = Buffer.byteLength(body);
  if (status !== 204) {
    const type = problem ? PROBLEM_TYPE : JSON_TYPE;
    headers.push('Content-Type', type, 'Content-Length', String(bytes));
  }
  const { known, counters, now } = exchange;
  if (known !== null && counters !== null) addKeyHeaders(headers, known, counters, outcome, now);
  if (outcome.kind === 'refusal') addRefusalHeaders(headers, exchange, outcome);
  else if (outcome.replayed === true) headers.push('Idempotent-Replayed', 'true');
  if (closing || !isWorthKeeping(exchange, outcome)) headers.push('Connection', 'close');
  response.writeHead(status, headers);
  // ASCII is the same in both encodings, and Latin-1 is written without being looked at.
  response.end(body, bytes === body.length ? 'latin1' : 'utf8');
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

function addRefusalHeaders(headers: FlatHeaders, exchange: Exchange, refusal: Refusal): void {
  const permission = exchange.route?.permission ?? null;
  const wanted = challenge(refusal, exchange.presented, permission);
  if (wanted !== null) headers.push('WWW-Authenticate', wanted);
  if (refusal.retryAfter !== undefined) headers.push('Retry-After', String(refusal.retryAfter));
  if (exchange.allow !== null) headers.push('Allow', exchange.allow);
}

function asksForProblem(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes(PROBLEM_TYPE) === true;
}

/** A connection whose body nobody read is kept only when the rest of that body is short, and comes. */
function isWorthKeeping({ drained, head }: Exchange, outcome: Outcome): boolean {
  if (drained) return true;
  const late = outcome.kind === 'refusal' && outcome.code === 'request_timeout';
  return !late && !head.chunked && (head.contentLength ?? 0) <= WORTH_DRAINING;
}
