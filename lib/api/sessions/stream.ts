import type { KeyObject } from 'node:crypto';
import type { SessionRow } from './row.ts';
import { streamToken } from './token.ts';
import { type StreamView, toIso } from './view.ts';

/** Where and with what a session's stream is opened until `expiresAt` (epoch milliseconds). */
export function streamView(
  { id, environment }: Pick<SessionRow, 'id' | 'environment'>,
  expiresAt: number,
  { gateUrl, secret }: { readonly gateUrl: string; readonly secret: KeyObject },
): StreamView {
  return {
    url: `${gateUrl.replace('http', 'ws')}/v1/sessions/${id}/connect`,
    token: streamToken(secret, { id, environment, expiresAt }),
    expires_at: toIso(expiresAt),
  };
}
