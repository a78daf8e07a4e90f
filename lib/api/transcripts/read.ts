import { findSession, type SessionFinder } from '#lib/api/sessions/find';
import { type Call, type Outcome, refuse } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import { type TurnRow, transcriptBody } from './view.ts';

const statement = {
  name: 'read_turns',
  text: `SELECT sequence, speaker, language, text, translation, offset_ms
    FROM voice_turns WHERE session_id = $1 ORDER BY sequence`,
};

/**
 * `GET /v1/sessions/{id}/transcript`. A session that was never streamed has nothing to write down, so there
 * is no transcript until it ends; then there is one without turns.
 */
export async function readTranscript(call: Call, finder: SessionFinder): Promise<Outcome> {
  const session = await findSession(finder, call, call.params.id ?? '');
  if ('kind' in session) return session;
  if (session.started_at === null && session.status !== 'ended') {
    return refuse('effect', 'transcript_not_ready', {
      message: 'The session was not streamed yet.',
    });
  }
  const { rows } = await within(
    call.deadline,
    finder.gate.pool.query<TurnRow>({ ...statement, values: [session.id] }),
  );
  const now = finder.gate.databaseNow();
  return { kind: 'success', status: 200, body: transcriptBody(session, rows, now) };
}
