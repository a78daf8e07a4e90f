import type { KeyObject } from 'node:crypto';
import type { GateUrls } from '#lib/api/owner';
import type { Snapshot } from '#lib/gate/snapshot';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { lineOf, lines } from '#lib/gate/writer/statement';
import { isId } from '#lib/ids';
import type { EngineName } from '#lib/stream/engines/engine';
import { refuseSession } from './find.ts';
import { lockSessions, toLocked } from './lock.ts';
import { asOf, type SessionRow } from './row.ts';
import { streamView } from './stream.ts';
import { STREAM_TOKEN_MS } from './token.ts';
import { sessionBody, toIso } from './view.ts';

/** Of several tokens that one batch makes for a session, the last is the one that counts. */
const renew: EffectKind = {
  load: lockSessions,
  store: {
    name: 'renew_stream_tokens',
    text: `
    UPDATE voice_sessions v SET stream_expires_at = n.expires_at, stream_key_id = n.key_id, stream_claimed_at = NULL,
      last_activity_at = $2
    FROM (SELECT DISTINCT ON (f[1]) f[1] AS id, f[2]::timestamptz AS expires_at, f[3] AS key_id
      FROM ${lines} ORDER BY f[1], f[2]::timestamptz DESC) n
    WHERE v.id = n.id AND v.status <> 'ended'`,
  },
};

/** What is kept: everything of the answer but the token, which is derived again. */
type Kept = {
  readonly session: SessionRow;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly gateUrl: string;
  readonly engine: EngineName;
};

export type RenewServices = {
  readonly urls: GateUrls;
  readonly secret: KeyObject;
  readonly engine: EngineName;
};

/**
 * The write of `POST /v1/sessions/{id}/stream_token`: a token that takes the place of the one before it,
 * used or not. A token is made of its end, so that one differs from the last by a millisecond at least.
 */
export function renewStreamToken(
  key: Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>,
  id: string,
  { urls, secret, engine }: RenewServices,
): Effect {
  return {
    kind: renew,
    target: isId('sess', id) ? id : null,
    obstacle(row, now) {
      const session = toLocked(row);
      const refused = refuseSession(session, key, urls);
      if (refused !== null || session === undefined) return refused;
      return asOf(session, now).status === 'ended' ? { code: 'session_not_active' } : null;
    },
    perform(row, now) {
      const session = toLocked(row);
      if (session === undefined) throw new Error(`session ${id} was not loaded`);
      const expiresAt = Math.max(now + STREAM_TOKEN_MS, session.stream_expires_at + 1);
      const kept: Kept = { session, expiresAt, gateUrl: urls[key.environment], engine };
      return {
        status: 201,
        kept: JSON.stringify(kept),
        row: lineOf([id, toIso(expiresAt), key.id]),
        voiceSessionId: null,
        after: { ...session, stream_expires_at: expiresAt },
      };
    },
    answer(kept) {
      const { session, expiresAt, gateUrl, engine: heardBy } = JSON.parse(kept) as Kept;
      return sessionBody(session, heardBy, streamView(session, expiresAt, { gateUrl, secret }));
    },
  };
}
