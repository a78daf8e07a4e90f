import { z } from 'zod';
import { modes } from './body.ts';

const id = z.string().regex(/^sess_/);
const time = z.iso.datetime();

const session = {
  id,
  object: z.literal('session'),
  status: z.enum(['created', 'active', 'ended']),
  environment: z.enum(['live', 'test']),
  mode: z.enum(modes),
  engine: z
    .enum(['sandbox', 'external'])
    .optional()
    .describe('What hears the stream: the sandbox engine is no speech recognition.'),
  source_language: z.string().nullable().describe('BCP 47; null: detected.'),
  target_language: z
    .string()
    .nullable()
    .describe('What turns are translated into, BCP 47; null when none was asked for.'),
  recording: z.strictObject({ enabled: z.boolean() }),
  metadata: z.record(z.string(), z.string()),
  created_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
};

/** Where a client connects, and with what. */
const stream = z.strictObject({
  url: z.string().regex(/^wss?:/),
  token: z
    .string()
    .regex(/^kst_(live|test)_/)
    .describe('Opens one connection, within 5 minutes.'),
  expires_at: time,
});

/** The answer of `GET /v1/sessions/{id}`. */
export const sessionAnswer = z.strictObject(session);

/** The answer of `POST /v1/sessions`. */
export const createdSessionAnswer = z.strictObject({ ...session, stream });

/** The answer of `POST /v1/sessions/{id}/end`. */
export const endedSessionAnswer = z.strictObject({
  id,
  object: z.literal('session'),
  status: z.literal('ended'),
  duration_seconds: z.int().min(0),
  ended_at: time,
});
