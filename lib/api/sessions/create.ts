import type { Snapshot } from '#lib/gate/snapshot';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { newId } from '#lib/ids';
import type { CreateSessionBody } from './body.ts';
import type { SessionRow } from './row.ts';
import { STREAM_TOKEN_MS } from './token.ts';
import { sessionBody, toIso } from './view.ts';

const TOKEN_LASTS = `interval '${STREAM_TOKEN_MS} milliseconds'`;

const insert: EffectKind = {
  load: null,
  store: {
    name: 'insert_sessions',
    text: `
    INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, source_language, target_language,
      recording_enabled, metadata, stream_expires_at, created_at, last_activity_at)
    SELECT i, o, e, k, m, s, t, coalesce(r, false), coalesce(d, '{}'), $2::timestamptz + ${TOKEN_LASTS}, $2, $2
    FROM json_to_recordset($1) AS n(i text, o text, e environment, k text, m session_mode, s text, t text,
      r boolean, d jsonb)`,
  },
};

/** The write of `POST /v1/sessions`. `gateUrl` is the gate's public origin for the key's environment. */
export function createSession(
  key: Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>,
  body: CreateSessionBody,
  gateUrl: string,
): Effect {
  const id = newId('sess');
  return {
    kind: insert,
    target: null,
    obstacle: () => null,
    perform(_row, now) {
      const session: SessionRow = {
        id,
        organization_id: key.organizationId,
        environment: key.environment,
        mode: body.mode,
        source_language: body.source_language ?? null,
        target_language: body.target_language ?? null,
        status: 'created',
        recording_enabled: body.recording?.enabled ?? false,
        metadata: body.metadata ?? {},
        created_at: now,
        started_at: null,
        ended_at: null,
        last_activity_at: now,
      };
      const expires_at = toIso(now + STREAM_TOKEN_MS);
      const url = `${gateUrl.replace('http', 'ws')}/v1/sessions/${id}/connect`;
      return {
        status: 201,
        body: sessionBody(session, { url, token: null, expires_at }),
        row: toInsert(session, key.id),
        voiceSessionId: id,
      };
    },
  };
}

/** What is usual is left out: each value costs the database some time. */
function toInsert(session: SessionRow, keyId: string) {
  return {
    i: session.id,
    o: session.organization_id,
    e: session.environment,
    k: keyId,
    m: session.mode,
    s: session.source_language ?? undefined,
    t: session.target_language ?? undefined,
    r: session.recording_enabled || undefined,
    d: Object.keys(session.metadata).length === 0 ? undefined : session.metadata,
  };
}
