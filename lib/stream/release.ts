import type { PoolClient } from 'pg';

/** A connection is over; `ends`: and the session with it. */
export type Release = { readonly sessionId: string; readonly ends: boolean };

// A trigger settles the recordings of a session that has ended and is held by nobody.
const releaseAll = {
  name: 'release_streams',
  text: `
  UPDATE voice_sessions v SET stream_gate_id = NULL,
    last_activity_at = CASE WHEN v.status = 'ended' THEN v.last_activity_at ELSE clock_timestamp() END,
    ended_at = CASE WHEN w.ends AND v.status <> 'ended' THEN clock_timestamp() ELSE v.ended_at END,
    status = CASE WHEN w.ends THEN 'ended'::voice_session_status ELSE v.status END
  FROM unnest($1::text[], $2::boolean[]) AS w(id, ends)
  WHERE v.id = w.id AND v.stream_gate_id = $3`,
};

/** Gives back streams that this gate holds, in order of id as everybody locks them. */
export async function releaseStreams(
  client: PoolClient,
  gateId: string,
  releases: readonly Release[],
): Promise<void> {
  if (releases.length === 0) return;
  const sorted = [...releases].sort((one, other) => (one.sessionId < other.sessionId ? -1 : 1));
  await client.query({
    ...releaseAll,
    values: [sorted.map(({ sessionId }) => sessionId), sorted.map(({ ends }) => ends), gateId],
  });
}
