import type { ClientMessage } from '#lib/stream/frames';

const session = 'sess_01JEXAMPEE0000000000000000';

/** What a client sends, as it is shown. */
export const clientMessages: readonly ClientMessage[] = [
  {
    type: 'audio.input',
    sequence: 0,
    timestamp_ms: 0,
    speaker: 'caller',
    audio: { encoding: 'mulaw', sample_rate_hz: 8000, payload: 'n5+fnx8f' },
  },
  { type: 'ping' },
  { type: 'session.end' },
];

type ServerMessage = { readonly type: string; readonly [field: string]: unknown };

/** What comes back, as it is shown. */
export const serverMessages: readonly ServerMessage[] = [
  {
    type: 'session.ready',
    session_id: session,
    engine: 'sandbox',
    source_language: 'de',
    target_language: 'en',
    recording: { enabled: true },
  },
  {
    type: 'transcript.partial',
    sequence: 1,
    speaker: 'caller',
    language: 'de',
    text: 'Ich rufe',
  },
  {
    type: 'transcript.final',
    sequence: 1,
    speaker: 'caller',
    language: 'de',
    text: 'Ich rufe wegen meiner Bestellung an.',
    translation: 'I am calling about my order.',
    offset_ms: 0,
    duration_ms: 2000,
  },
  { type: 'pong' },
  {
    type: 'session.error',
    code: 'malformed_message',
    message: 'The message is wrong at audio.payload.',
  },
  { type: 'session.ended', session_id: session, ended_by: 'client' },
];

/** Messages in Markdown, one after the other. */
export function messageFences(messages: readonly object[]): string {
  return messages
    .map((message) => `\`\`\`json\n${JSON.stringify(message, null, 2)}\n\`\`\``)
    .join('\n\n');
}
