import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { resetEnv } from '#lib/env';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';

const PEPPERS = process.env.KEY_PEPPER ?? '';
const NEWER = `2:${Buffer.alloc(32, 'newer').toString('base64url')}`;

const running: TestGate[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ gate }) => gate.close()));
  setVariables({ KEY_PEPPER: PEPPERS, TRUSTED_PROXIES: '' });
});

function setVariables(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
  resetEnv();
}

async function start(variables: Record<string, string> = {}): Promise<TestGate> {
  setVariables(variables);
  const gate = await startTestGate();
  running.push(gate);
  return gate;
}

const organization = () => seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });

test('a new pepper: old keys go on working and are moved to it as they are used', async () => {
  const key = await seedKey(ownerPool(), await organization());
  const version = async () => {
    const { rows } = await ownerPool().query<{ version: number }>(
      'SELECT pepper_version AS version FROM api_keys WHERE id = $1',
      [key.id],
    );
    return rows[0]?.version;
  };
  const both = await start({ KEY_PEPPER: `${PEPPERS},${NEWER}` });
  for (let i = 0; i < 20; i++) {
    expect((await callGate(both.live, '/v1/me', { key: key.text })).status).toBe(200);
  }
  await expect.poll(version).toBe(2);
  const newOnly = await start({ KEY_PEPPER: NEWER });
  expect((await callGate(newOnly.live, '/v1/me', { key: key.text })).status).toBe(200);
  const oldOnly = await start({ KEY_PEPPER: PEPPERS });
  expect((await callGate(oldOnly.live, '/v1/me', { key: key.text })).status).toBe(401);
});

test('a row written without the pepper is no key', async () => {
  const gate = await start();
  const forged = mintKey('live');
  const victim = await seedKey(ownerPool(), await organization());
  await ownerPool().query('UPDATE api_keys SET digest = $2 WHERE id = $1', [
    victim.id,
    createHash('sha256').update(forged).digest(),
  ]);
  expect((await callGate(gate.live, '/v1/me', { key: forged })).status).toBe(401);
  expect((await callGate(gate.live, '/v1/me', { key: victim.text })).status).toBe(401);
});

test('the address behind a trusted proxy is the one that counts', async () => {
  const gate = await start({ TRUSTED_PROXIES: '127.0.0.0/8' });
  const key = await seedKey(ownerPool(), await organization(), { ipAllowlist: ['203.0.113.0/24'] });
  const from = async (forwarded: string) => {
    const headers = { 'X-Forwarded-For': forwarded };
    return (await callGate(gate.live, '/v1/me', { key: key.text, headers })).status;
  };
  expect(await from('203.0.113.7')).toBe(200);
  expect(await from('203.0.113.7, 198.51.100.1')).toBe(403);
  expect(await from('198.51.100.1, 203.0.113.7')).toBe(200);
  expect((await callGate(gate.live, '/v1/me', { key: key.text })).status).toBe(403);
});

test('figures of credits that change elsewhere reach the headers of every gate', async () => {
  const gates = [await start(), await start()];
  const org = await seedOrganization(ownerPool(), { credits: 10, requestsPerMinute: 1_000_000 });
  const key = await seedKey(ownerPool(), org);
  const remaining = () =>
    Promise.all(
      gates.map(async ({ live }) => {
        const { headers } = await callGate(live, '/v1/me', { key: key.text });
        return `${headers['x-api-credits-remaining']} ${headers['x-api-credits-used']}`;
      }),
    );
  expect(await remaining()).toEqual(['10 0', '10 0']);
  await ownerPool().query(
    `UPDATE credit_accounts SET balance = 7, included = 7, used_this_period = 3, last_sequence = 4
     WHERE organization_id = $1 AND environment = 'live'`,
    [org],
  );
  await expect.poll(remaining).toEqual(['7 3', '7 3']);
});
