import type { ErrorCode } from '#lib/errors';

/** What a refusal means, and what to do about it. */
export type RefusalText = { readonly means: string; readonly todo: string };

/** In plain words, for every error that the API knows. */
export const refusalTexts: Readonly<Record<ErrorCode, RefusalText>> = {
  malformed_request: {
    means:
      'The request was no valid HTTP, its body no valid JSON, or its query or Idempotency-Key could not be read.',
    todo: 'Compare the request with the samples in the documentation. A library that builds JSON and headers avoids this.',
  },
  idempotency_mismatch: {
    means: 'The same Idempotency-Key was used before with another body or on another route.',
    todo: 'Use a new Idempotency-Key for each operation, and the same one only to repeat it unchanged.',
  },
  api_key_invalid: {
    means: 'No usable API key came with the call, or one that does not exist.',
    todo: 'Send the whole key as “Authorization: Bearer sk_…”. A key that was lost can only be replaced.',
  },
  api_key_expired: {
    means: 'The key has come to its end.',
    todo: 'Create a new key and put it in place of this one.',
  },
  api_key_revoked: {
    means: 'Somebody revoked the key. That is final.',
    todo: 'Create a new key, and see in its history why this one was revoked.',
  },
  api_key_wrong_environment: {
    means: 'A test key was sent to the live address, or a live key to the test address.',
    todo: 'Send the call to the address of the key’s own environment, or use a key of this one.',
  },
  insufficient_api_credits: {
    means: 'The balance did not cover the call. Nothing was charged and nothing was done.',
    todo: 'Add credits, or wait for the next refill; then the same call passes.',
  },
  organization_inactive: {
    means: 'The organization’s subscription is inactive, so no call passes.',
    todo: 'Ask your operator to activate the organization.',
  },
  insufficient_permissions: {
    means: 'The key is valid but does not carry the permission that this route needs.',
    todo: 'Add the permission to the key, or use a key that has it.',
  },
  ip_not_allowed: {
    means: 'The key may only be used from certain addresses, and this is none of them.',
    todo: 'Add the address to the key’s allowlist if the caller is yours. If not, the key may have leaked: revoke it.',
  },
  stream_token_invalid: {
    means:
      'The stream token opens nothing: it is malformed, not the newest of its session, or its API key was revoked.',
    todo: 'Ask for a new one by POST /v1/sessions/{id}/stream_token. An API key is no stream token.',
  },
  stream_token_expired: {
    means: 'The stream token was more than 5 minutes old.',
    todo: 'Ask for a new one by POST /v1/sessions/{id}/stream_token, right before you connect.',
  },
  stream_token_used: {
    means: 'The stream token had opened its one connection already.',
    todo: 'Ask for a new one by POST /v1/sessions/{id}/stream_token each time you connect.',
  },
  origin_not_allowed: {
    means: 'A browser wanted to open a stream from a page that is not on the list.',
    todo: 'Have the operator add the page’s origin to STREAM_ORIGINS.',
  },
  route_not_found: {
    means: 'The API has no such route.',
    todo: 'Check the path: it begins with /v1 and has no slash at its end.',
  },
  session_not_found: {
    means: 'There is no such session in this organization and environment.',
    todo: 'Check the id, and that the key is of the environment in which the session was made.',
  },
  webhook_not_found: {
    means: 'No webhook endpoint of this organization has the id in the path.',
    todo: 'Check the id; an endpoint that was removed is not found either.',
  },
  recording_not_found: {
    means:
      'There is no such recording in this organization and environment, it is past its end, or its file is not ready.',
    todo: 'Check the id and the recording’s status and `expires_at`.',
  },
  analysis_not_found: {
    means: 'There is no such analysis in this organization and environment.',
    todo: 'Check the id, and that the key is of the environment in which the analysis was asked for.',
  },
  method_not_allowed: {
    means: 'The route exists but takes another method.',
    todo: 'Use one of the methods that the Allow header of the answer names.',
  },
  request_timeout: {
    means: 'The request did not arrive whole in time.',
    todo: 'Send it again; when this happens often, look at the network between caller and gate.',
  },
  idempotency_conflict: {
    means: 'A request with the same Idempotency-Key was still being worked on.',
    todo: 'Wait a second and repeat it: then the first one’s answer comes back, free.',
  },
  session_not_active: {
    means: 'The session had ended already.',
    todo: 'Create a new session.',
  },
  session_already_streaming: {
    means: 'Another connection streams the session.',
    todo: 'Close that connection first.',
  },
  body_too_large: {
    means: 'The body is larger than 256 KiB.',
    todo: 'Send less: metadata is limited to 20 short pairs.',
  },
  unsupported_media_type: {
    means: 'The body was not announced as JSON, or was compressed.',
    todo: 'Set “Content-Type: application/json” and send the body as it is.',
  },
  transcript_not_ready: {
    means: 'The session was not streamed yet, or it goes on, or nobody spoke in it.',
    todo: 'Wait until the session has ended; transcript.ready tells when somebody spoke in it. Without a turn there is nothing to analyse.',
  },
  range_not_satisfiable: {
    means: 'The Range header asked for bytes behind the end of the file.',
    todo: 'Ask for bytes below the recording’s `size`.',
  },
  invalid_request: {
    means: 'The body is JSON but not what this route takes.',
    todo: 'Correct the field that is named; the answer’s error.message says what it should be.',
  },
  routing_not_configured: {
    means: 'The call asked for `routing`, and no carrier is connected.',
    todo: 'Leave `routing` out for a session over WebSocket only.',
  },
  rate_limit_exceeded: {
    means: 'More calls came in this minute than the limit allows. Refused calls cost nothing.',
    todo: 'Wait as long as Retry-After says, spread the calls, or ask for a higher limit.',
  },
  concurrent_sessions_exceeded: {
    means: 'As many sessions were streaming at once as the plan allows.',
    todo: 'End sessions that are no longer needed, or ask for a higher limit.',
  },
  headers_too_large: {
    means: 'The headers are larger than 16 KiB.',
    todo: 'Look for a header or cookie that should not be sent to the API.',
  },
  internal_error: {
    means: 'Something went wrong on the gate’s side. Nothing was charged.',
    todo: 'Try again; if it stays, give your operator the request id.',
  },
  service_unavailable: {
    means: 'The gate could not reach its database in time, so it decided nothing.',
    todo: 'Try again after a second, with the same Idempotency-Key: nothing is then done twice.',
  },
};

/** As above for a code that a call in the log carries; a later version may have written another. */
export function refusalText(code: string): RefusalText {
  if (Object.hasOwn(refusalTexts, code)) return refusalTexts[code as ErrorCode];
  return {
    means: 'This version of the portal does not know this code.',
    todo: 'Ask your operator.',
  };
}
