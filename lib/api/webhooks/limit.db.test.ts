import { afterAll, beforeAll, expect, test } from 'vitest';
import { addEndpoint } from '#lib/webhooks/save';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { asOperator } from '#test/tenant';
import { callWebhooks, codeOf, hookUrl, wantedHook } from '#test/webhook-calls';

/** Endpoints of an environment. */
const MOST = 20;
let gates: GateProcess[] = [];

beforeAll(async () => {
  gates = await Promise.all([startGateProcess(), startGateProcess()]);
}, 60_000);
afterAll(() => Promise.all(gates.map((gate) => gate.end('SIGKILL'))));

const wanted = {
  ...({ environment: 'live', url: hookUrl, description: '' } as const),
  events: ['session.created' as const],
};
const create = (index: number, by: SeededKey) =>
  callWebhooks(gates[index % gates.length]?.port ?? 0, '', {
    by,
    body: wantedHook,
    headers: { 'Idempotency-Key': `call ${index}` },
  });

test('of many calls at once at two gates, and in the portal, so many add an endpoint as there is room', async () => {
  for (let round = 0; round < 5; round++) {
    const organizationId = await seedOrganization(ownerPool(), { requestsPerMinute: 10_000 });
    const keys = [
      await seedKey(ownerPool(), organizationId),
      await seedKey(ownerPool(), organizationId),
    ] as const;
    const test = await seedKey(ownerPool(), organizationId, { environment: 'test' });
    const calls = Array.from({ length: 40 }, (_, index) =>
      create(index, keys[index % 2 === 0 ? 0 : 1]),
    );
    const portal = Array.from({ length: 8 }, () => addEndpoint(asOperator(organizationId), wanted));
    const others = Array.from({ length: 5 }, (_, index) => create(100 + index, test));
    const answers = await Promise.all(calls);
    const added = (await Promise.all(portal)).filter(({ ok }) => ok).length;
    const made = answers.filter(({ status }) => status === 201).length;
    expect({ round, added: made + added }).toEqual({ round, added: MOST });
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map((answer) => codeOf(answer).join(' ')))).toEqual(
      new Set(['422 invalid_request']),
    );
    expect(refused[0]?.error?.message).toContain(`${MOST} webhooks at most`);
    for (const answer of await Promise.all(others)) expect(answer.status).toBe(201);
    const { rows } = await ownerPool().query(
      `SELECT environment, count(*)::int FROM webhook_endpoints WHERE organization_id = $1 GROUP BY 1 ORDER BY 1`,
      [organizationId],
    );
    expect(rows).toEqual([
      { environment: 'live', count: MOST },
      { environment: 'test', count: others.length },
    ]);
  }
}, 60_000);
