import { z } from 'zod';
import { analysisAnswer } from '#lib/api/analyses/answer';
import { recordingAnswer } from '#lib/api/recordings/answer';
import { sessionAnswer } from '#lib/api/sessions/answer';
import { transcriptAnswer } from '#lib/api/transcripts/answer';
import { API_VERSION, TEST_EVENT, type WebhookEventType } from './events.ts';

const time = z.iso.datetime();
const environment = z.enum(['live', 'test']);

/** Without the turns, which may be many: `GET /v1/sessions/{id}/transcript` has them. */
const transcript = transcriptAnswer.omit({ turns: true });

const apiKey = z.strictObject({
  id: z.string(),
  object: z.literal('api_key'),
  name: z.string(),
  environment,
  permissions: z.array(z.string()),
  created_at: time,
  expires_at: time.nullable(),
  rotated_from: z.string().nullable().describe('The key that this one replaces.'),
  revoked_at: time.nullable(),
  revoke_reason: z.enum(['rotated', 'unused', 'compromised', 'other']).nullable(),
});

const alertOf = <Seen extends z.ZodType>(kind: string, seen: Seen) =>
  z.strictObject({
    id: z.string(),
    object: z.literal('alert'),
    kind: z.literal(kind),
    environment,
    rule: z.strictObject({ id: z.string(), name: z.string() }),
    api_key_id: z
      .string()
      .nullable()
      .describe('The key that it is about; null when it is about all.'),
    stage: z.int().describe('Grows with each reminder.'),
    seen: seen.describe('What was seen when it fired.'),
    fired_at: time,
    resolved_at: time.nullable(),
    resolution: z.string().nullable().describe('Why it is over.'),
  });
const expiring = alertOf('key_expiring', z.strictObject({ days_left: z.int(), expires_at: time }));
const low = alertOf(
  'credits_low',
  z.strictObject({
    balance: z.int().describe('Credits.'),
    border: z
      .int()
      .describe('What the rule warns below: credits, or hours when `hours_left` is set.'),
    per_period: z.int().describe('Credits that a period brings.'),
    measure: z.enum(['absolute', 'percent', 'hours_left']).describe('What the rule looks at.'),
    hours_left: z
      .number()
      .nullable()
      .describe('How long the credits last at the pace of 24 hours; null with another measure.'),
  }),
);
const exhausted = alertOf('credits_exhausted', z.strictObject({ balance: z.int() }));
const busiestKey = z
  .strictObject({ id: z.string(), name: z.string() })
  .nullable()
  .describe('The key with most of these calls.');
const pressure = alertOf(
  'rate_limit_pressure',
  z.strictObject({
    percent: z.int().describe('Of the limit, in the fullest minute.'),
    peak: z.int().describe('Calls of the fullest minute.'),
    limit: z.int().describe('Calls a minute.'),
    minutes: z.int().describe('How many minutes were at the border or above it.'),
    within: z.int().describe('How many minutes were looked at.'),
    border: z.int().describe('Percent of the limit.'),
    busiest_key: busiestKey,
  }),
);
const refused = alertOf(
  'refused_calls',
  z.strictObject({
    refused: z.int().describe('Calls that were refused.'),
    calls: z.int().describe('All calls.'),
    percent: z.int().describe('Refused calls of all calls.'),
    within: z.int().describe('How many minutes were looked at.'),
    codes: z
      .array(z.strictObject({ code: z.string(), calls: z.int() }))
      .describe('Refusals by error code, the most frequent first.'),
    busiest_key: busiestKey,
  }),
);
const sign = z.discriminatedUnion('sign', [
  z.strictObject({
    sign: z.literal('new_caller'),
    ip: z.string(),
    client: z.string(),
    new_address: z.boolean(),
    new_client: z.boolean(),
    at: time,
  }),
  z.strictObject({ sign: z.literal('woke'), idle_days: z.int(), at: time }),
  z.strictObject({
    sign: z.literal('burst'),
    calls: z.int().describe('In ten minutes.'),
    usual_per_hour: z.number(),
    at: time,
  }),
]);
const unusual = alertOf(
  'unusual_activity',
  z.strictObject({ signs: z.array(sign), last_at: time.describe('When the newest was seen.') }),
);

/**
 * The shape of `data` by type; of a resource it is that of the API's answer. What the triggers in
 * `prisma/migrations` store of those is made into it by `render.ts`.
 */
export const webhookPayloads = {
  'session.created': sessionAnswer,
  'session.started': sessionAnswer,
  'session.ended': sessionAnswer,
  'transcript.ready': transcript,
  'recording.ready': recordingAnswer,
  'recording.failed': recordingAnswer,
  'analysis.complete': analysisAnswer,
  'analysis.failed': analysisAnswer,
  'api_key.created': apiKey,
  'api_key.rotated': apiKey,
  'api_key.revoked': apiKey,
  'api_key.exposed': apiKey,
  'api_key.expiring': expiring,
  'api_key.expiring.resolved': expiring,
  'credits.low': low,
  'credits.low.resolved': low,
  'credits.exhausted': exhausted,
  'credits.exhausted.resolved': exhausted,
  'rate_limit.pressure': pressure,
  'rate_limit.pressure.resolved': pressure,
  'calls.refused': refused,
  'calls.refused.resolved': refused,
  'api_key.unusual_activity': unusual,
  'api_key.unusual_activity.resolved': unusual,
  [TEST_EVENT]: z.strictObject({
    object: z.literal('webhook_test'),
    webhook_id: z.string(),
    message: z.string(),
  }),
} as const satisfies Record<WebhookEventType | typeof TEST_EVENT, z.ZodType>;

/** What is posted to an endpoint for an event of this type. */
export function webhookEnvelope<const Type extends keyof typeof webhookPayloads>(type: Type) {
  return z.strictObject({
    id: z.string().describe('The same at every attempt, and the header `webhook-id`.'),
    type: z.literal(type),
    api_version: z.literal(API_VERSION),
    environment,
    created_at: time,
    data: webhookPayloads[type],
  });
}
