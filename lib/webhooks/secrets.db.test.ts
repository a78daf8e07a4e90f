import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { webhookSecretAnswer } from '#lib/api/webhooks/answer';
import { resetEnv } from '#lib/env';
import { startProcess, type TestProcess } from '#test/child-process';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { type HookServer, startHookServer } from '#test/hook-server';
import { everyRow } from '#test/tables';
import { asOperator, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { callWebhooks, createWebhook, type WebhookCall } from '#test/webhook-calls';
import { deliveryStates, makeSessions } from '#test/webhooks';
import { listEndpointDeliveries, showDelivery } from './deliveries.ts';
import { listEndpoints, showEndpoint } from './find.ts';

const variables = { WEBHOOK_ALLOW_LOOPBACK: '1', LOG_LEVEL: 'trace' };
let gate: GateProcess;
let worker: TestProcess;
let hook: HookServer;
let status = 200;
let tenant: Tenant;
let key: SeededKey;

beforeAll(async () => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
  hook = await startHookServer((response) => response.writeHead(status).end('heard'));
  tenant = await makeTenant();
  key = await seedKey(ownerPool(), tenant.organizationId);
  gate = await startGateProcess({ variables });
  worker = await startProcess('bin/worker.ts', { variables });
});
afterAll(async () => {
  await Promise.all([gate.end('SIGKILL'), worker.end('SIGKILL'), hook.close()]);
});

const call = async (path: string, sent: Partial<WebhookCall> = {}) =>
  (await callWebhooks(gate.port, path, { by: key, ...sent })).text;

const isTaken = (secret: string, at: number): boolean => {
  const { headers = {}, body = '' } = hook.calls[at] ?? {};
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};

async function happen(): Promise<void> {
  const before = hook.calls.length;
  await makeSessions({ organizationId: tenant.organizationId, keyId: key.id });
  const soon = { timeout: 10_000, interval: 50 };
  await expect.poll(() => hook.calls.length, soon).toBe(before + 1);
}

/** What the portal shows of an endpoint and its deliveries. */
async function shown(endpointId: string): Promise<unknown[]> {
  const ctx = asOperator(tenant.organizationId);
  const log = dataOf(await listEndpointDeliveries(ctx, { endpointId, limit: 25 }));
  const details = log.items.map(({ id }) => showDelivery(ctx, { deliveryId: id }));
  return [
    log,
    ...(await Promise.all(details)).map(dataOf),
    dataOf(await listEndpoints(ctx, { environment: 'live' })),
    dataOf(await showEndpoint(ctx, { endpointId })),
  ];
}

test('for 24 hours after a rotation both secrets sign, then the new one; neither is told anywhere else', async () => {
  const body = { url: hook.url, events: ['session.created'], description: '' };
  const { id, secret: first } = await createWebhook(gate.port, key, body);
  await happen();
  const rotated = await call(`/${id}/rotate_secret`, { method: 'POST' });
  const { secret: second } = webhookSecretAnswer.parse(JSON.parse(rotated));
  await happen();
  const later = (by: string) =>
    ownerPool().query(
      `UPDATE webhook_endpoints SET previous_ends_at = previous_ends_at - $2::interval WHERE id = $1`,
      [id, by],
    );
  await later('23 hours 59 minutes');
  status = 500;
  await happen();
  await later('1 minute');
  await happen();
  const taken = [0, 1, 2, 3].map((at) => [isTaken(first, at), isTaken(second, at)]);
  expect(taken).toEqual([
    [true, false],
    [true, true],
    [true, true],
    [false, true],
  ]);
  await expect
    .poll(async () => (await deliveryStates(id)).map(({ attempts }) => attempts), {
      timeout: 5_000,
    })
    .toEqual([1, 1, 1, 1]);
  const answers = [
    await call(''),
    await call(`/${id}`),
    await call(`/${id}`, { method: 'PATCH', body: { description: 'New' } }),
    await call(`/${id}/test`, { method: 'POST' }),
  ];
  const { rows: jobs } = await ownerPool().query(
    'SELECT to_jsonb(j)::text AS text FROM pgboss.job j',
  );
  const everything = {
    answers: answers.join(),
    shown: JSON.stringify(await shown(id)),
    sent: JSON.stringify(hook.calls),
    rows: (await everyRow()).map(({ text }) => text).join(),
    jobs: JSON.stringify(jobs),
    logs: gate.output() + worker.output(),
  };
  for (const [place, text] of Object.entries(everything)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const secret of [first, second]) expect(partsIn(text, secret), place).toEqual([]);
  }
}, 60_000);

/** In which of its spellings a secret is in a text. */
function partsIn(text: string, secret: string): string[] {
  const base64 = secret.slice('whsec_'.length);
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return [base64, base64.replace(/=+$/, ''), hex].filter((spelling) => text.includes(spelling));
}
