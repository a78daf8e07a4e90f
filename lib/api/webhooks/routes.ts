import type { GateUrls } from '#lib/api/owner';
import { type Route, route } from '#lib/api/route';
import { type WriteRules, write } from '#lib/api/write';
import { type GateServices, type Refusal, refuse } from '#lib/gate/call';
import type { Writer } from '#lib/gate/writer/writer';
import { isSavable, REFUSAL } from '#lib/outbound/address';
import { createWebhookBody, emptyWebhookBody, updateWebhookBody } from './body.ts';
import { createWebhook } from './create.ts';
import { webhookHeads } from './heads.ts';
import { webhooksQuery } from './query.ts';
import { listWebhooks, readWebhook } from './read.ts';
import { removeWebhook } from './remove.ts';
import { rotateSecret } from './rotate-secret.ts';
import { sendTest } from './send-test.ts';
import { updateWebhook } from './update.ts';

export type WebhookServices = {
  readonly gate: Pick<GateServices, 'pool'>;
  readonly writer: Writer;
  /** The gate's public origins. */
  readonly urls: GateUrls;
};

const rules: WriteRules = { permission: 'webhooks:manage', cost: 0, startsSession: false };

/** Webhook endpoints: list, create, read, change, remove, test, and a new secret. */
export function webhookRoutes({ gate, writer, urls }: WebhookServices): readonly Route[] {
  return [
    route({
      ...webhookHeads.list,
      body: null,
      query: webhooksQuery,
      handler: (call) => listWebhooks(call, gate),
    }),
    route({
      ...webhookHeads.create,
      body: createWebhookBody,
      handler: async (call) =>
        (await refuseUrl(call.body.url)) ?? write(writer, call, rules, createWebhook(call)),
    }),
    route({
      ...webhookHeads.read,
      body: null,
      handler: (call) => readWebhook(call, gate, urls),
    }),
    route({
      ...webhookHeads.update,
      body: updateWebhookBody,
      handler: async (call) =>
        (await refuseUrl(call.body.url)) ?? write(writer, call, rules, updateWebhook(call, urls)),
    }),
    route({
      ...webhookHeads.remove,
      body: null,
      handler: (call) => write(writer, call, rules, removeWebhook(call, urls)),
    }),
    route({
      ...webhookHeads.test,
      body: emptyWebhookBody,
      handler: (call) => write(writer, call, rules, sendTest(call, urls)),
    }),
    route({
      ...webhookHeads.rotateSecret,
      body: emptyWebhookBody,
      handler: (call) => write(writer, call, rules, rotateSecret(call, urls)),
    }),
  ];
}

/** The one answer to an address that may not be called, after the one time that it takes. */
async function refuseUrl(url: string | undefined): Promise<Refusal | null> {
  if (url === undefined || (await isSavable(url))) return null;
  return refuse('body', 'invalid_request', { message: REFUSAL, param: 'url' });
}
