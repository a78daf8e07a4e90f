import { z } from 'zod';

const seconds = z.number().min(0);
const rating = {
  score: z
    .number()
    .min(-5)
    .max(5)
    .nullable()
    .describe('Mean of the rated words; null without any.'),
  label: z.enum(['positive', 'neutral', 'negative']).nullable(),
  rated_words: z.int().min(0),
};

const summary = z.strictObject({
  turns: z.int().min(0),
  speakers: z.array(
    z.strictObject({
      speaker: z.string(),
      turns: z.int().min(1),
      talk_seconds: seconds,
      talk_ratio: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .describe('Of what all speakers spoke together; null when no turn has a length.'),
    }),
  ),
  longest_silence: z
    .strictObject({ seconds, after_sequence: z.int().min(1) })
    .nullable()
    .describe('The longest time between two turns in which nobody spoke; null without any.'),
});

const sentiment = z.strictObject({
  languages: z.array(z.string()).describe('Languages that can be rated. Turns in others are not.'),
  turns_rated: z.int().min(0),
  turns_not_rated: z.int().min(0),
  ...rating,
  speakers: z.array(z.strictObject({ speaker: z.string(), ...rating })),
});

const compliance = z.strictObject({
  recording_notice: z.strictObject({
    status: z
      .enum(['not_needed', 'given', 'missing', 'unknown'])
      .describe(
        'not_needed: the session is not recorded. given: somebody spoke of recording. missing: nobody did. unknown: nobody did in the languages listed, but there are turns in others.',
      ),
    sequence: z.int().min(1).nullable().describe('The first turn that speaks of it.'),
    seconds: seconds.nullable().describe('When that began, from the session’s start.'),
    languages: z.array(z.string()).describe('Languages in which it is recognised, by its words.'),
  }),
  card_numbers: z.strictObject({
    sequences: z
      .array(z.int().min(1))
      .describe('Turns with a number that has the form and check digit of a payment card’s.'),
  }),
});

const keywords = z.strictObject({
  keywords: z
    .array(z.strictObject({ word: z.string(), language: z.string(), count: z.int().min(1) }))
    .max(10)
    .describe('The most frequent words that are no stop words.'),
  languages_skipped: z
    .array(z.string())
    .describe('Languages of turns without a list of stop words; und: not detected.'),
});

const performance = z.strictObject({
  responses: z
    .strictObject({
      count: z.int().min(0),
      median_seconds: seconds.nullable(),
      longest_seconds: seconds.nullable(),
    })
    .describe('From the end of a turn to the beginning of the next one by somebody else.'),
  interruptions: z.int().min(0).describe('Turns that began while somebody else still spoke.'),
  speakers: z.array(
    z.strictObject({
      speaker: z.string(),
      responses: z.int().min(0),
      median_seconds: seconds.nullable(),
    }),
  ),
  turns_per_minute: z.number().min(0).nullable(),
});

/** The answer of `POST /v1/sessions/{id}/analysis` and `GET /v1/analyses/{id}`. */
export const analysisAnswer = z.strictObject({
  id: z.string().regex(/^anl_[0-9A-HJKMNP-TV-Z]{26}$/),
  object: z.literal('analysis'),
  session_id: z.string().regex(/^sess_[0-9A-HJKMNP-TV-Z]{26}$/),
  status: z.enum(['processing', 'completed', 'failed']),
  summary: summary.nullable().optional().describe('Like every part: null until it is there.'),
  sentiment: sentiment.nullable().optional(),
  compliance: compliance.nullable().optional(),
  keywords: keywords.nullable().optional(),
  performance: performance.nullable().optional(),
  error: z.string().nullable().describe('Why it failed.'),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
});
