import type { KeyObject } from 'node:crypto';
import type { Snapshot } from '#lib/gate/snapshot';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { lineOf, lines } from '#lib/gate/writer/statement';
import { newId } from '#lib/ids';
import type { EngineName } from '#lib/stream/engines/engine';
import type { CreateSessionBody } from './body.ts';
import type { SessionRow } from './row.ts';
import { streamView } from './stream.ts';
import { STREAM_TOKEN_MS } from './token.ts';
import { sessionBody } from './view.ts';

const TOKEN_LASTS = `interval '${STREAM_TOKEN_MS} milliseconds'`;

const insert: EffectKind = {
  load: null,
  store: {
    name: 'insert_sessions',
    text: `
    INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, source_language, target_language,
      recording_enabled, metadata, stream_expires_at, created_at, last_activity_at)
    SELECT f[1], f[2], f[3]::environment, f[4], f[5]::session_mode, nullif(f[6], ''), nullif(f[7], ''), f[8]::boolean,
      f[9]::jsonb, $2::timestamptz + ${TOKEN_LASTS}, $2, $2
    FROM ${lines}`,
  },
};

export type StreamServices = {
  /** The gate's public origin for the key's environment. */
  readonly gateUrl: string;
  /** What stream tokens are derived from. */
  readonly secret: KeyObject;
  readonly engine: EngineName;
};

type Owner = Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>;

/**
 * The write of `POST /v1/sessions`. The session's id, time and address are kept: the request says the rest.
 */
export function createSession(
  key: Owner,
  body: CreateSessionBody,
  { gateUrl, secret, engine }: StreamServices,
): Effect {
  const id = newId('sess');
  return {
    kind: insert,
    target: null,
    obstacle: () => null,
    perform: (_row, now) => ({
      status: 201,
      kept: `${id} ${now} ${gateUrl} ${engine}`,
      row: toLine(newSession(key, body, id, now), key.id),
      voiceSessionId: id,
    }),
    answer(kept) {
      const [keptId = '', time, url = '', heardBy] = kept.split(' ');
      const session = newSession(key, body, keptId, Number(time));
      const expiresAt = session.created_at + STREAM_TOKEN_MS;
      const stream = streamView(session, expiresAt, { gateUrl: url, secret });
      return sessionBody(session, toEngine(heardBy), stream);
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

/** What was kept before sessions said it says nothing. */
function toEngine(kept: string | undefined): EngineName | undefined {
  return kept === 'sandbox' || kept === 'external' ? kept : undefined;
}

function toLine(session: SessionRow, keyId: string): string {
  return lineOf([
    session.id,
    session.organization_id,
    session.environment,
    keyId,
    session.mode,
    session.source_language,
    session.target_language,
    String(session.recording_enabled),
    JSON.stringify(session.metadata),
  ]);
}
