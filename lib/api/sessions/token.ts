import { createHmac, type KeyObject } from 'node:crypto';
import type { Environment } from '#lib/db/generated/enums';

/** How long a stream token opens a connection. */
export const STREAM_TOKEN_MS = 5 * 60_000;

/**
 * The stream token of a session: `kst_live_` or `kst_test_` and 43 base64url characters. It is derived, never
 * stored: whoever knows the secret, the session and the token's end (epoch milliseconds) computes it again.
 */
export function streamToken(
  secret: KeyObject,
  session: { readonly id: string; readonly environment: Environment; readonly expiresAt: number },
): string {
  const proof = createHmac('sha256', secret)
    .update(`${session.id}.${session.expiresAt}`)
    .digest('base64url');
  return `kst_${session.environment}_${proof}`;
}
