import type { Pool, PoolClient } from 'pg';
import type { Environment, OrganizationStatus, Plan, SessionMode } from '#lib/db/generated/enums';
import { transaction } from '#lib/db/transaction';
import { effectiveLimits } from '#lib/orgs/plans';
import type { StreamedSession } from './session.ts';

/** A session as a handshake finds it; times in epoch milliseconds by the database's clock. */
export type Found = {
  readonly id: string;
  readonly organization_id: string;
  readonly environment: Environment;
  readonly mode: SessionMode;
  readonly source_language: string | null;
  readonly target_language: string | null;
  readonly recording_enabled: boolean;
  readonly ended: boolean;
  readonly expires_at: number;
  readonly claimed: boolean;
  /** A gate that is alive holds a connection. */
  readonly streaming: boolean;
  /** The key that asked for the token, and whether it may not any more. */
  readonly key_id: string;
  readonly key_ended: boolean;
  readonly organization_status: OrganizationStatus;
  /** Other sessions that are active, and how many may be. */
  readonly others: number;
  readonly most: number;
  readonly now: number;
};

type FoundRow = Omit<Found, 'most'> & {
  plan: Plan;
  rate_limit_per_minute: number | null;
  concurrent_sessions: number | null;
  credits_per_period: number | null;
};

const KEY_ENDED = `(k.revoked_at IS NOT NULL OR coalesce(least(k.expires_at, k.retires_at) <= clock_timestamp(), false))`;
/** The same seconds after which a confirmation no longer waits for a gate. */
const STREAMING = `(v.stream_gate_id IS NOT NULL AND EXISTS (SELECT FROM gate_instances g
    WHERE g.id = v.stream_gate_id AND g.stopped_at IS NULL AND g.heartbeat_at > clock_timestamp() - interval '5 seconds'))`;
const ENDED = `(v.status = 'ended' OR v.last_activity_at <= clock_timestamp() - interval '30 minutes')`;
const OTHERS = `(SELECT count(*)::int FROM voice_sessions s WHERE s.organization_id = v.organization_id
    AND s.environment = v.environment AND s.status = 'active' AND s.id <> v.id)`;
const millis = (value: string) => `(extract(epoch FROM ${value}) * 1000)::float8`;

const find = {
  name: 'find_stream',
  text: `
  SELECT v.id, v.organization_id, v.environment, v.mode, v.source_language, v.target_language, v.recording_enabled,
    ${ENDED} AS ended, ${millis('v.stream_expires_at')} AS expires_at, v.stream_claimed_at IS NOT NULL AS claimed,
    ${STREAMING} AS streaming, k.id AS key_id, ${KEY_ENDED} AS key_ended, o.status AS organization_status, o.plan,
    o.rate_limit_per_minute, o.concurrent_sessions, o.credits_per_period, ${OTHERS} AS others,
    ${millis('clock_timestamp()')} AS now
  FROM voice_sessions v JOIN api_keys k ON k.id = coalesce(v.stream_key_id, v.api_key_id)
  JOIN organizations o ON o.id = v.organization_id WHERE v.id = $1`,
};

// One at a time for an organization's environment, so that the count of active sessions is exact.
const lockCount = {
  name: 'lock_streams',
  text: "SELECT pg_advisory_xact_lock(hashtextextended('streams ' || $1, 0))",
};

/** $1 session, $2 gate, $3 the end of the token that was verified, $4 sessions that may be active at once. */
const claim = {
  name: 'claim_stream',
  text: `
  UPDATE voice_sessions v SET status = 'active', stream_gate_id = $2, stream_claimed_at = clock_timestamp(),
    started_at = coalesce(v.started_at, clock_timestamp()), last_activity_at = clock_timestamp()
  FROM api_keys k, organizations o
  WHERE v.id = $1 AND v.stream_expires_at = to_timestamp($3::float8 / 1000)::timestamptz(3)
    AND v.stream_claimed_at IS NULL AND clock_timestamp() < v.stream_expires_at
    AND NOT ${ENDED} AND NOT ${STREAMING}
    AND k.id = coalesce(v.stream_key_id, v.api_key_id) AND NOT ${KEY_ENDED}
    AND o.id = v.organization_id AND o.status = 'active' AND (v.status = 'active' OR ${OTHERS} < $4)
  RETURNING ${millis('v.started_at')} AS started_at, ${millis('v.stream_claimed_at')} AS claimed_at`,
};

// A statement of its own: it sees turns that were stored while the claim waited for the row.
const lastTurn = {
  name: 'last_turn',
  text: 'SELECT coalesce(max(sequence), 0)::int AS sequence FROM voice_turns WHERE session_id = $1',
};

const release = {
  name: 'release_stream',
  text: 'UPDATE voice_sessions SET stream_gate_id = NULL WHERE id = $1 AND stream_gate_id = $2',
};

/** The session of this id with everything that decides a handshake; null when there is none. */
export async function findStream(pool: Pool, id: string): Promise<Found | null> {
  const { rows } = await pool.query<FoundRow>({ ...find, values: [id] });
  const [row] = rows;
  if (row === undefined) return null;
  const { concurrentSessions } = effectiveLimits({
    plan: row.plan,
    rateLimitPerMinute: row.rate_limit_per_minute,
    concurrentSessions: row.concurrent_sessions,
    creditsPerPeriod: row.credits_per_period,
  });
  return { ...row, most: concurrentSessions };
}

/** Takes the session's stream for a gate, if everything that was found still holds; null when it does not. */
export function claimStream(
  pool: Pool,
  gateId: string,
  found: Found,
): Promise<StreamedSession | null> {
  return transaction(pool, async (client) => {
    await client.query({
      ...lockCount,
      values: [`${found.organization_id} ${found.environment}`],
    });
    const { rows } = await client.query<{ started_at: number; claimed_at: number }>({
      ...claim,
      values: [found.id, gateId, found.expires_at, found.most],
    });
    const [claimed] = rows;
    return claimed === undefined ? null : toSession(found, claimed, await last(client, found.id));
  });
}

/** Gives a stream back that was claimed and never opened. Its token stays used. */
export async function releaseStream(pool: Pool, gateId: string, sessionId: string): Promise<void> {
  await pool.query({ ...release, values: [sessionId, gateId] });
}

async function last(client: PoolClient, sessionId: string): Promise<number> {
  const { rows } = await client.query<{ sequence: number }>({ ...lastTurn, values: [sessionId] });
  return rows[0]?.sequence ?? 0;
}

function toSession(
  found: Found,
  claimed: { readonly started_at: number; readonly claimed_at: number },
  lastSequence: number,
): StreamedSession {
  return {
    id: found.id,
    organizationId: found.organization_id,
    environment: found.environment,
    mode: found.mode,
    sourceLanguage: found.source_language,
    targetLanguage: found.target_language,
    recordingEnabled: found.recording_enabled,
    keyId: found.key_id,
    startedAt: claimed.started_at,
    claimedAt: claimed.claimed_at,
    lastSequence,
  };
}
