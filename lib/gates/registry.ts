/** The channel on which committed changes, heartbeats and questions reach the gates. */
export const GATE_CHANNEL = 'gate';
/** The channel on which gates answer. */
export const REPLY_CHANNEL = 'gate_reply';

const ECHO = `pg_notify('${GATE_CHANNEL}', concat_ws(' ', 'beat', $1::text, $2::text, (extract(epoch FROM clock_timestamp()) * 1000)::float8))`;

/** A gate's own message to itself: gate id, number of the beat. It comes back with the database's clock. */
export const BEAT = { name: 'beat', text: `SELECT ${ECHO}` };

/**
 * The same, and the gate's row is there and fresh. On the listening connection, so that a gate which
 * hears is also one that is expected to answer: gate id, number of the beat, addresses.
 */
export const BEAT_AND_REGISTER = {
  name: 'beat-register',
  text: `WITH registered AS (
    INSERT INTO gate_instances (id, listen) VALUES ($1::text, $3::text)
    ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(), stopped_at = NULL
  ) SELECT ${ECHO}`,
};

/** A gate that ended properly is expected to answer nothing any more: gate id. */
export const UNREGISTER = 'UPDATE gate_instances SET stopped_at = now() WHERE id = $1';

/** Gates that ended or died long ago are of no interest. */
export const FORGET_OLD_GATES =
  "DELETE FROM gate_instances WHERE heartbeat_at < now() - interval '1 day'";

/**
 * Gates that must confirm a change: all that did not say they ended and were alive in the last 5 s. One
 * that is silent for longer has not heard its own heartbeat either, and so does not use its cache.
 * In the same statement the question is asked: the payload.
 */
export const ASK_EXPECTED = `
  WITH asked AS (SELECT pg_notify('${GATE_CHANNEL}', $1::text))
  SELECT g.id FROM asked LEFT JOIN gate_instances g
    ON g.stopped_at IS NULL AND g.heartbeat_at > now() - interval '5 seconds'`;
