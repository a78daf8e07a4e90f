import type { RouteDocument } from '#lib/api/document';
import { transcriptAnswer } from './answer.ts';
import { transcriptHead } from './heads.ts';

export const transcriptDocument: RouteDocument = {
  head: transcriptHead,
  id: 'getTranscript',
  tag: 'Transcripts',
  summary: 'Show a transcript',
  description:
    'What was said in a session, turn by turn. It grows while the session is streamed and is completed when the session has ended. A session that nobody has streamed yet has none.',
  answer: {
    status: 200,
    description: 'The transcript.',
    schema: transcriptAnswer,
    name: 'Transcript',
    example: {
      id: 'trn_01JEXAMPEE0000000000000000',
      object: 'transcript',
      session_id: 'sess_01JEXAMPEE0000000000000000',
      status: 'completed',
      turns: [
        {
          sequence: 1,
          speaker: 'caller',
          language: 'de',
          text: 'Guten Tag.',
          translation: 'Good afternoon.',
          timestamp: '2026-01-01T12:00:02.000Z',
        },
      ],
      metadata: { total_turns: 1, duration_seconds: 62, languages_detected: ['de'] },
    },
  },
  errors: ['session_not_found', 'transcript_not_ready'],
};
