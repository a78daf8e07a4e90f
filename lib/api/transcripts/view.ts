import type { SessionRow } from '#lib/api/sessions/row';

/** A turn as the API's statement selects it. */
export type TurnRow = {
  readonly sequence: number;
  readonly speaker: string;
  /** Empty when it was not detected. */
  readonly language: string;
  readonly text: string;
  readonly translation: string | null;
  /** Milliseconds since the session's start. */
  readonly offset_ms: number;
};

/** What a transcript says of all its turns. */
type TurnCount = { readonly total: number; readonly languages: readonly string[] };

/**
 * A transcript but for its turns. There is one a session, and so it bears the session's ULID.
 * @param session as it is at `now`
 * @param now epoch milliseconds by the database's clock
 */
export function transcriptHead(session: SessionRow, { total, languages }: TurnCount, now: number) {
  const start = session.started_at ?? session.created_at;
  const end = session.status === 'ended' ? (session.ended_at ?? now) : now;
  return {
    id: session.id.replace('sess', 'trn'),
    object: 'transcript',
    session_id: session.id,
    status: session.status === 'ended' ? 'completed' : 'in_progress',
    metadata: {
      total_turns: total,
      duration_seconds:
        session.started_at === null ? 0 : Math.max(0, Math.floor((end - start) / 1000)),
      languages_detected: languages,
    },
  };
}

/** The JSON of a transcript; session and time as for its head. */
export function transcriptBody(
  session: SessionRow,
  turns: readonly TurnRow[],
  now: number,
): string {
  const start = session.started_at ?? session.created_at;
  const languages = new Set(turns.flatMap(({ language }) => (language === '' ? [] : [language])));
  const count = { total: turns.length, languages: [...languages] };
  const { metadata, ...head } = transcriptHead(session, count, now);
  return JSON.stringify({ ...head, turns: turns.map((turn) => toTurn(turn, start)), metadata });
}

function toTurn(turn: TurnRow, start: number) {
  const { sequence, speaker, language, text, translation, offset_ms } = turn;
  return {
    sequence,
    speaker,
    language: language === '' ? null : language,
    text,
    // JSON.stringify leaves an undefined member out.
    translation: translation ?? undefined,
    timestamp: new Date(start + offset_ms).toISOString(),
  };
}
