import { z } from 'zod';
import { listAnswer } from '#lib/api/list/answer';

/** The answer of `GET /v1/recordings/{id}`. */
export const recordingAnswer = z.strictObject({
  id: z.string().regex(/^rec_[0-9A-HJKMNP-TV-Z]{26}$/),
  object: z.literal('recording'),
  session_id: z.string().regex(/^sess_[0-9A-HJKMNP-TV-Z]{26}$/),
  channel: z.string().describe('Whose voice; `mixed` for all of them.'),
  status: z.enum(['processing', 'ready', 'failed']),
  duration: z.number().min(0).nullable().describe('Seconds; null until it is ready.'),
  format: z.literal('wav').describe('WAV with G.711 mu-law, one channel.'),
  size: z.int().min(0).nullable().describe('Bytes of the file; null until it is ready.'),
  sample_rate: z.int().min(1),
  download_url: z
    .string()
    .nullable()
    .describe('Where the file is, for a key with recordings:read; null until it is ready.'),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().describe('From then on it is not there.'),
});

/** The answer of `GET /v1/sessions/{id}/recordings`. */
export const recordingsAnswer = listAnswer(recordingAnswer);
