import { type ErrorCode, errorCodes, errorEntry } from '#lib/errors';
import { type RateWindow, type Refusal, refuse } from './call.ts';
import type { Head } from './head.ts';

/** What an error of the table says beside its code, when it is shown and not met. */
export type Occasion = {
  /** What the route needs. */
  readonly permission: string | null;
  /** Seconds until the window ends. */
  readonly secondsLeft: number;
};

/** Seconds after which a repeated attempt makes sense, for errors that pass by themselves. */
export const retryAfterOf: Readonly<Partial<Record<ErrorCode, number>>> = {
  idempotency_conflict: 1,
  service_unavailable: 1,
  concurrent_sessions_exceeded: 10,
};

const PARAMS: Readonly<Partial<Record<ErrorCode, string>>> = {
  invalid_request: 'mode',
  routing_not_configured: 'routing',
};

/** An error as a call would meet it: with the text, the field and the waiting time of a real one. */
export function exampleOf(code: ErrorCode, { permission, secondsLeft }: Occasion): Refusal {
  if (code === 'rate_limit_exceeded') {
    return refuse('effect', code, {
      message: `Too many requests. Try again in ${secondsLeft} seconds.`,
      retryAfter: secondsLeft,
    });
  }
  if (code === 'insufficient_permissions' && permission !== null) {
    return refuse('effect', code, { message: `The API key lacks the permission ${permission}.` });
  }
  const retryAfter = retryAfterOf[code];
  const param = PARAMS[code];
  return refuse('effect', code, {
    message: errorEntry(code).message,
    ...(param !== undefined && { param }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/**
 * The error that `X-Simulate-Error` asks for, null without the header, or the refusal of one that names no
 * error. For calls of the test environment only.
 * @param now epoch milliseconds by the database's clock
 */
export function readSimulation(
  head: Head,
  permission: string | null,
  window: RateWindow,
  now: number,
): Refusal | null {
  const name = head.simulateError;
  if (name === undefined) return null;
  const code = errorCodes.find((known) => known === name);
  if (code === undefined) {
    return refuse('body', 'malformed_request', {
      message: `X-Simulate-Error takes one of: ${errorCodes.join(', ')}.`,
      param: 'X-Simulate-Error',
    });
  }
  const secondsLeft = Math.max(1, Math.ceil(window.resetAt - now / 1000));
  return { ...exampleOf(code, { permission, secondsLeft }), simulated: true };
}
