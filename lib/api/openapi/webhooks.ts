import { z } from 'zod';
import { type Part, schemaOf } from './operation.ts';

/** What every event has around its `data`. Source: the /v1 contract, "Webhooks". */
const envelope = z.strictObject({
  id: z.string().regex(/^evt_/),
  type: z.string(),
  api_version: z.string(),
  environment: z.enum(['live', 'test']),
  created_at: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});

const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
}));

/**
 * The webhooks of the document, one for each type of event.
 * @param events types, with when each happens
 */
export function webhookParts(events: Readonly<Record<string, string>>): Part {
  const body = schemaOf(envelope, 'output');
  const entries = Object.entries(events).map(([type, description]) => {
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
