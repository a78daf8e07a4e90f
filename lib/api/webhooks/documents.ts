import type { RouteDocument } from '#lib/api/document';
import {
  webhookAnswer,
  webhookCreatedAnswer,
  webhookListAnswer,
  webhookSecretAnswer,
  webhookTestAnswer,
} from './answer.ts';
import { createWebhookBody, emptyWebhookBody, updateWebhookBody } from './body.ts';
import { webhookHeads } from './heads.ts';
import { webhooksQuery } from './query.ts';

const id = 'wh_01JEXAMPEE0000000000000000';
const example = {
  id,
  object: 'webhook',
  environment: 'test',
  url: 'https://example.com/hooks',
  description: 'Call centre',
  events: ['session.ended', 'transcript.ready'],
  enabled: true,
  disabled_reason: null,
  created_at: '2026-01-01T12:00:00.000Z',
};
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const { url, events } = example;

export const webhookDocuments: readonly RouteDocument[] = [
  {
    head: webhookHeads.list,
    id: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'List webhook endpoints',
    description: 'Endpoints of the key’s organization and environment, newest first.',
    query: webhooksQuery,
    answer: {
      status: 200,
      description: 'A page of endpoints.',
      schema: webhookListAnswer,
      name: 'WebhookList',
      example: { object: 'list', data: [example], has_more: false, url: '/v1/webhooks' },
    },
    errors: [],
  },
  {
    head: webhookHeads.create,
    id: 'createWebhook',
    tag: 'Webhooks',
    summary: 'Add a webhook endpoint',
    description:
      'Events are posted to the address from now on. It must be public and https. The secret that signs them is shown here only.',
    body: createWebhookBody,
    bodyName: 'CreateWebhook',
    bodyExample: { url, events },
    answer: {
      status: 201,
      description: 'The new endpoint, with its secret.',
      schema: webhookCreatedAnswer,
      name: 'CreatedWebhook',
      example: { ...example, secret },
    },
    errors: [],
  },
  {
    head: webhookHeads.read,
    id: 'getWebhook',
    tag: 'Webhooks',
    summary: 'Show a webhook endpoint',
    description: 'An endpoint, without its secret.',
    answer: {
      status: 200,
      description: 'The endpoint.',
      schema: webhookAnswer,
      name: 'Webhook',
      example,
    },
    errors: ['webhook_not_found'],
  },
  {
    head: webhookHeads.update,
    id: 'updateWebhook',
    tag: 'Webhooks',
    summary: 'Change a webhook endpoint',
    description: 'What is left out stays as it is. `enabled` switches it on again.',
    body: updateWebhookBody,
    bodyName: 'UpdateWebhook',
    bodyExample: { events: ['session.ended'] },
    answer: {
      status: 200,
      description: 'The endpoint as it is now.',
      schema: webhookAnswer,
      name: 'Webhook',
      example,
    },
    errors: ['webhook_not_found'],
  },
  {
    head: webhookHeads.remove,
    id: 'deleteWebhook',
    tag: 'Webhooks',
    summary: 'Remove a webhook endpoint',
    description: 'Nothing is sent to it any more, not even what waits.',
    answer: { status: 204, description: 'It is removed.', schema: null },
    errors: ['webhook_not_found'],
  },
  {
    head: webhookHeads.test,
    id: 'testWebhook',
    tag: 'Webhooks',
    summary: 'Send a test event',
    description: 'Sends an event of the type `webhook.test` to the endpoint.',
    body: emptyWebhookBody,
    bodyName: 'TestWebhook',
    bodyExample: {},
    answer: {
      status: 201,
      description: 'The delivery, which is on its way.',
      schema: webhookTestAnswer,
      name: 'WebhookTest',
      example: {
        id: 'whd_01JEXAMPEE0000000000000000',
        object: 'webhook_delivery',
        webhook_id: id,
        event_id: 'evt_01JEXAMPEE0000000000000000',
        type: 'webhook.test',
        status: 'pending',
        created_at: '2026-01-01T12:00:00.000Z',
      },
    },
    errors: ['webhook_not_found'],
  },
  {
    head: webhookHeads.rotateSecret,
    id: 'rotateWebhookSecret',
    tag: 'Webhooks',
    summary: 'Replace a webhook’s secret',
    description:
      'Both secrets sign for 24 hours, so that nothing is lost meanwhile. Only two ever sign: when this is called again within that time, a secret that is still being replaced stops at once.',
    body: emptyWebhookBody,
    bodyName: 'RotateWebhookSecret',
    bodyExample: {},
    answer: {
      status: 200,
      description: 'The endpoint, with its new secret.',
      schema: webhookSecretAnswer,
      name: 'WebhookSecret',
      example: { ...example, secret, previous_secret_expires_at: '2026-01-02T12:00:00.000Z' },
    },
    errors: ['webhook_not_found'],
  },
];
