import type { RouteDocument } from '#lib/api/document';
import { type ErrorCode, errorEntry } from '#lib/errors';
import { errorBody } from '#lib/gate/respond';
import { exampleOf } from '#lib/gate/simulate';
import { answerHeaders } from './headers.ts';

const EXAMPLE_ID = 'req_01JEXAMPLE0000000000000000';
const ALWAYS: readonly ErrorCode[] = [
  'malformed_request',
  'rate_limit_exceeded',
  'headers_too_large',
  'internal_error',
];
const WITH_KEY: readonly ErrorCode[] = [
  'api_key_invalid',
  'api_key_expired',
  'api_key_revoked',
  'api_key_wrong_environment',
  'organization_inactive',
  'ip_not_allowed',
  'service_unavailable',
];
const WITH_BODY: readonly ErrorCode[] = [
  'request_timeout',
  'body_too_large',
  'unsupported_media_type',
  'invalid_request',
];

/** Errors that no operation answers, since none was found. */
export const unroutedErrors: readonly ErrorCode[] = ['route_not_found', 'method_not_allowed'];

/** Every error that a route can answer, by status. */
export function errorsOf({ head, body, errors }: RouteDocument): readonly ErrorCode[] {
  const codes: ErrorCode[] = [...ALWAYS];
  if (head.open !== true) codes.push(...WITH_KEY);
  if (head.permission !== null) codes.push('insufficient_permissions');
  if (body !== undefined) codes.push(...WITH_BODY);
  if (head.method === 'POST') codes.push('idempotency_mismatch', 'idempotency_conflict');
  if (head.credits > 0) codes.push('insufficient_api_credits');
  const all = [...new Set([...codes, ...errors])];
  return all.sort((one, other) => errorEntry(one).status - errorEntry(other).status);
}

/** The error responses of a route: one for each status, an example for each code. */
export function errorResponses(route: RouteDocument): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const { status } = errorEntry(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [String(status), responseOf(route, status, codes)]),
  );
}

function responseOf(route: RouteDocument, status: number, codes: readonly ErrorCode[]): object {
  const { permission } = route.head;
  const examples = codes.map((code) => {
    const refusal = exampleOf(code, { permission, secondsLeft: 17 });
    const value: unknown = JSON.parse(errorBody(refusal, EXAMPLE_ID, false));
    return [code, { summary: errorEntry(code).message, value }];
  });
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: answerHeaders(route.head, { status, codes }),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
