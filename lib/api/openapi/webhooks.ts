import { webhookEvents, webhookEventTypes } from '#lib/webhooks/events';
import { webhookEnvelope } from '#lib/webhooks/payloads';
import { type Part, schemaOf } from './operation.ts';

const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
}));

/** The webhooks of the document, one for each type of event. */
export function webhookParts(): Part {
  const entries = webhookEventTypes.map((type) => {
    const description = webhookEvents[type];
    const body = schemaOf(webhookEnvelope(type), 'output');
    const post = {
      operationId: `on_${type.replaceAll('.', '_')}`,
      summary: description,
      description,
      security: [],
      parameters: SIGNED,
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
      responses: {
        '2XX': { description: 'Taken. Any other answer is tried again.' },
        '410': { description: 'Not wanted any more: the endpoint is disabled.' },
      },
    };
    return [type, { post }] as const;
  });
  return Object.fromEntries(entries);
}
