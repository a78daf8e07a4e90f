import { z } from 'zod';

const turn = z.strictObject({
  sequence: z.int().min(1).describe('From 1, without gaps.'),
  speaker: z.string().describe('As the client named it.'),
  language: z.string().nullable().describe('BCP 47; null when it was not detected.'),
  text: z.string(),
  translation: z.string().optional().describe('Left out when there is none.'),
  timestamp: z.iso.datetime().describe('When the turn began.'),
});

/** The answer of `GET /v1/sessions/{id}/transcript`. */
export const transcriptAnswer = z.strictObject({
  id: z.string().regex(/^trn_[0-9A-HJKMNP-TV-Z]{26}$/),
  object: z.literal('transcript'),
  session_id: z.string().regex(/^sess_[0-9A-HJKMNP-TV-Z]{26}$/),
  status: z
    .enum(['in_progress', 'completed'])
    .describe('A transcript is completed when its session has ended.'),
  turns: z.array(turn),
  metadata: z.strictObject({
    total_turns: z.int().min(0),
    duration_seconds: z
      .int()
      .min(0)
      .describe('From the first stream to the end, or to now while it goes on.'),
    languages_detected: z
      .array(z.string())
      .describe('In the order in which they were first heard.'),
  }),
});
