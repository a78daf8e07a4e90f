import { z } from 'zod';
import { webhookDescriptionField, webhookEventsField, webhookUrlField } from '#lib/webhooks/fields';

/** The body of `POST /v1/webhooks`; an unknown field is an error. */
export const createWebhookBody = z.strictObject({
  url: webhookUrlField,
  events: webhookEventsField,
  description: webhookDescriptionField.optional(),
});

/** The body of `PATCH /v1/webhooks/{id}`: what is left out stays as it is. */
export const updateWebhookBody = z
  .strictObject({
    url: webhookUrlField.optional(),
    events: webhookEventsField.optional(),
    description: webhookDescriptionField.optional(),
    enabled: z.boolean().optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'Send at least one field to change.',
  });

/** The body of `POST /v1/webhooks/{id}/test` and `…/rotate_secret`: nothing, or an object without fields. */
export const emptyWebhookBody = z.strictObject({});

export type CreateWebhookBody = z.output<typeof createWebhookBody>;
export type UpdateWebhookBody = z.output<typeof updateWebhookBody>;
