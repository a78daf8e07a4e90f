import type { KeyObject } from 'node:crypto';
import type { Snapshot } from '#lib/gate/snapshot';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { newId } from '#lib/ids';
import type { CreateSessionBody } from './body.ts';
import type { SessionRow } from './row.ts';
import { STREAM_TOKEN_MS, streamToken } from './token.ts';
import { type StreamView, sessionBody, toIso } from './view.ts';

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

export type StreamServices = {
  /** The gate's public origin for the key's environment. */
  readonly gateUrl: string;
  /** What stream tokens are derived from. */
  readonly secret: KeyObject;
};

type Owner = Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>;

/**
 * The write of `POST /v1/sessions`. The session's id, time and address are kept: the request says the rest.
 */
export function createSession(
  key: Owner,
  body: CreateSessionBody,
  { gateUrl, secret }: StreamServices,
): Effect {
  const id = newId('sess');
  return {
    kind: insert,
    target: null,
    obstacle: () => null,
    perform: (_row, now) => ({
      status: 201,
      kept: `${id} ${now} ${gateUrl}`,
      row: toInsert(newSession(key, body, id, now), key.id),
      voiceSessionId: id,
    }),
    answer(kept) {
      const [keptId = '', time, url = ''] = kept.split(' ');
      const session = newSession(key, body, keptId, Number(time));
      return sessionBody(session, streamOf(session, url, secret));
    },
  };
}

function newSession(key: Owner, body: CreateSessionBody, id: string, now: number): SessionRow {
  return {
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
}

function streamOf(session: SessionRow, gateUrl: string, secret: KeyObject): StreamView {
  const { id, environment } = session;
  const expiresAt = session.created_at + STREAM_TOKEN_MS;
  return {
    url: `${gateUrl.replace('http', 'ws')}/v1/sessions/${id}/connect`,
    token: streamToken(secret, { id, environment, expiresAt }),
    expires_at: toIso(expiresAt),
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
