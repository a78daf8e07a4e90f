import type { RouteDocument } from '#lib/api/document';
import { createdSessionAnswer, endedSessionAnswer, sessionAnswer } from './answer.ts';
import { createSessionBody, endSessionBody, streamTokenBody } from './body.ts';
import { sessionHeads } from './heads.ts';

const id = 'sess_01JEXAMPLE0000000000000000';
const example = {
  id,
  object: 'session',
  status: 'created',
  environment: 'test',
  mode: 'bidirectional_translation',
  engine: 'sandbox',
  source_language: 'de',
  target_language: 'en-US',
  recording: { enabled: false },
  metadata: { order: '4711' },
  created_at: '2026-01-01T12:00:00.000Z',
  started_at: null,
  ended_at: null,
};
const stream = {
  url: `wss://api.example.com/v1/sessions/${id}/connect`,
  token: `kst_test_${'x'.repeat(43)}`,
  expires_at: '2026-01-01T12:05:00.000Z',
};

export const sessionDocuments: readonly RouteDocument[] = [
  {
    head: sessionHeads.create,
    id: 'createSession',
    tag: 'Sessions',
    summary: 'Create a session',
    description:
      'Creates a voice session and answers with the address and the token of its stream. A session without activity for 30 minutes ends by itself.',
    body: createSessionBody,
    bodyName: 'CreateSession',
    bodyExample: {
      mode: 'bidirectional_translation',
      source_language: 'de',
      target_language: 'en-US',
      metadata: { order: '4711' },
    },
    answer: {
      status: 201,
      description: 'The new session. `stream` is shown here only.',
      schema: createdSessionAnswer,
      name: 'CreatedSession',
      example: { ...example, stream },
    },
    errors: ['routing_not_configured', 'concurrent_sessions_exceeded'],
  },
  {
    head: sessionHeads.read,
    id: 'getSession',
    tag: 'Sessions',
    summary: 'Show a session',
    description: 'A session of the key’s organization and environment.',
    answer: {
      status: 200,
      description: 'The session.',
      schema: sessionAnswer,
      name: 'Session',
      example,
    },
    errors: ['session_not_found'],
  },
  {
    head: sessionHeads.end,
    id: 'endSession',
    tag: 'Sessions',
    summary: 'End a session',
    description:
      'Ends a session. Ending one that has ended changes nothing and says when it ended.',
    body: endSessionBody,
    bodyName: 'EndSession',
    bodyExample: {},
    answer: {
      status: 200,
      description: 'When the session ended, and how long it was streaming.',
      schema: endedSessionAnswer,
      name: 'EndedSession',
      example: {
        id,
        object: 'session',
        status: 'ended',
        duration_seconds: 62,
        ended_at: '2026-01-01T12:03:00.000Z',
      },
    },
    errors: ['session_not_found'],
  },
  {
    head: sessionHeads.streamToken,
    id: 'createStreamToken',
    tag: 'Streams',
    summary: 'Make a fresh stream token',
    description:
      'Makes a token to connect again with. It takes the place of the one before it, used or not, and opens one connection within 5 minutes.',
    body: streamTokenBody,
    bodyName: 'CreateStreamToken',
    bodyExample: {},
    answer: {
      status: 201,
      description: 'The session, with `stream`.',
      schema: createdSessionAnswer,
      name: 'CreatedSession',
      example: { ...example, stream },
    },
    errors: ['session_not_found', 'session_not_active'],
  },
];
