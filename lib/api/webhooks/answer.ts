import { z } from 'zod';
import { listAnswer } from '#lib/api/list/answer';
import { TEST_EVENT, webhookEventTypes } from '#lib/webhooks/events';

const time = z.iso.datetime();
const webhook = {
  id: z.string().describe('`wh_` and a ULID.'),
  object: z.literal('webhook'),
  environment: z.enum(['live', 'test']),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(webhookEventTypes)),
  enabled: z.boolean(),
  disabled_reason: z
    .enum(['owner', 'gone', 'failing'])
    .nullable()
    .describe('`gone`: it answered 410. `failing`: every attempt failed for five days.'),
  created_at: time,
};
const secret = z
  .string()
  .startsWith('whsec_')
  .describe('Signs deliveries; shown by the call that made it, no other.');

/** The JSON of an endpoint. */
export const webhookAnswer = z.strictObject(webhook);

/** The JSON that creating an endpoint answers. */
export const webhookCreatedAnswer = z.strictObject({ ...webhook, secret });

/** The JSON that replacing an endpoint's secret answers. */
export const webhookSecretAnswer = z.strictObject({
  ...webhook,
  secret,
  previous_secret_expires_at: time.describe('Until when the replaced secret signs as well.'),
});

/** The JSON of `GET /v1/webhooks`. */
export const webhookListAnswer = listAnswer(webhookAnswer);

/** The JSON that sending a test event answers. */
export const webhookTestAnswer = z.strictObject({
  id: z.string().describe('`whd_` and a ULID.'),
  object: z.literal('webhook_delivery'),
  webhook_id: z.string(),
  event_id: z.string().describe('The `webhook-id` of the delivery.'),
  type: z.literal(TEST_EVENT),
  status: z.literal('pending'),
  created_at: time,
});
