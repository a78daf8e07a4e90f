/** What a refusal means for a first call, and what to do about it, by the error's code. */
const advices: Readonly<Record<string, string>> = {
  malformed_request: 'The body is not JSON. Copy the sample again without changing its quotes.',
  api_key_expired: 'The key has expired. Create another one on this page.',
  api_key_revoked: 'The key was revoked. Create another one on this page.',
  api_key_wrong_environment: 'The address is the other environment’s. Use the one in the sample.',
  insufficient_api_credits: 'No credits are left in this environment. See the credits page.',
  organization_inactive: 'The organization is inactive. Ask your operator to activate it.',
  insufficient_permissions: 'The key lacks the permission that this call needs. Edit the key.',
  ip_not_allowed: 'The key’s allowlist does not have the address you called from. Edit the key.',
  rate_limit_exceeded: 'Too many calls this minute. Wait for the next minute, then call again.',
  invalid_request: 'A field of the body is wrong. The response names it in “param”.',
  unsupported_media_type: 'Send the header Content-Type: application/json.',
  service_unavailable: 'The API is unavailable for the moment. Call again in a few seconds.',
};

/** A sentence for every code, also for those that a first call rarely meets. */
export function adviceFor(code: string | null): string {
  const known = code === null ? undefined : advices[code];
  return known ?? 'Read the message in the response, then call again: this page goes on watching.';
}
