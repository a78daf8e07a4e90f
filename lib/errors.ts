/**
 * The one table of public errors: code → HTTP status, type and text.
 * Source: the /v1 contract and https://developer.kallglot.com (Authentication, Errors).
 */
const table = {
  malformed_request: [400, 'invalid_request_error', 'The request could not be read.'],
  idempotency_mismatch: [
    400,
    'invalid_request_error',
    'This Idempotency-Key was already used with another body or route.',
  ],
  api_key_invalid: [401, 'authentication_error', 'The API key is missing, malformed, or unknown.'],
  api_key_expired: [401, 'authentication_error', 'The API key has expired.'],
  api_key_revoked: [401, 'authentication_error', 'The API key has been revoked.'],
  api_key_wrong_environment: [
    401,
    'authentication_error',
    'This API key belongs to the other environment.',
  ],
  stream_token_invalid: [
    401,
    'authentication_error',
    'The stream token is missing, malformed, unknown, or its API key no longer passes.',
  ],
  stream_token_expired: [401, 'authentication_error', 'The stream token has expired.'],
  stream_token_used: [
    401,
    'authentication_error',
    'The stream token has opened its connection already.',
  ],
  insufficient_api_credits: [
    402,
    'permission_error',
    'API credits exhausted. Purchase more credits to continue.',
  ],
  organization_inactive: [403, 'permission_error', 'The organization subscription is inactive.'],
  insufficient_permissions: [
    403,
    'permission_error',
    'The API key lacks a permission that this call needs.',
  ],
  ip_not_allowed: [
    403,
    'permission_error',
    'The API key may not be used from this network address.',
  ],
  origin_not_allowed: [403, 'permission_error', 'Streams may not be opened from this origin.'],
  route_not_found: [404, 'not_found_error', 'There is no such route.'],
  session_not_found: [404, 'not_found_error', 'There is no such session.'],
  webhook_not_found: [404, 'not_found_error', 'There is no such webhook.'],
  recording_not_found: [404, 'not_found_error', 'There is no such recording.'],
  analysis_not_found: [404, 'not_found_error', 'There is no such analysis.'],
  method_not_allowed: [405, 'invalid_request_error', 'This route does not take this method.'],
  request_timeout: [408, 'invalid_request_error', 'The request did not arrive in time.'],
  idempotency_conflict: [
    409,
    'conflict_error',
    'A request with this Idempotency-Key is still in flight.',
  ],
  session_not_active: [409, 'conflict_error', 'The session has ended.'],
  session_already_streaming: [409, 'conflict_error', 'The session is being streamed already.'],
  transcript_not_ready: [409, 'conflict_error', 'The session has no finished transcript.'],
  body_too_large: [413, 'invalid_request_error', 'The request body is too large.'],
  unsupported_media_type: [
    415,
    'invalid_request_error',
    'The body must be sent as application/json.',
  ],
  range_not_satisfiable: [416, 'invalid_request_error', 'The range lies outside of what there is.'],
  invalid_request: [422, 'validation_error', 'The request is not valid.'],
  routing_not_configured: [
    422,
    'validation_error',
    'No carrier is connected, so `routing` cannot be used.',
  ],
  rate_limit_exceeded: [429, 'rate_limit_error', 'Too many requests.'],
  concurrent_sessions_exceeded: [
    429,
    'rate_limit_error',
    'Too many sessions are streaming at once.',
  ],
  headers_too_large: [431, 'invalid_request_error', 'The request headers are too large.'],
  internal_error: [500, 'api_error', 'Something went wrong on our side.'],
  service_unavailable: [503, 'api_error', 'The service is unavailable for the moment.'],
} as const;

export type ErrorCode = keyof typeof table;
export type ErrorType = (typeof table)[ErrorCode][1];

/** Every code there is. */
export const errorCodes = Object.keys(table) as readonly ErrorCode[];

/** What a code means to a caller. */
export type ErrorEntry = {
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly type: ErrorType;
  /** Public text; may be made more exact by the place that refuses. */
  readonly message: string;
};

/** Looks a code up in the table. */
export function errorEntry(code: ErrorCode): ErrorEntry {
  const [status, type, message] = table[code];
  return { code, status, type, message };
}
