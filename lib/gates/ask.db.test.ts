import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import { keyActivity } from './activity.ts';
import { askGates, closeAsking } from './ask.ts';
import { confirmChange } from './confirm.ts';

let gates: TestGate[];
let organizationId: string;
let key: SeededKey;

beforeAll(async () => {
  // Prisma's start blocks the loop that these gates run on, too: on a busy machine they lose their link.
  await db().$queryRaw`SELECT 1`;
  gates = [await startTestGate(), await startTestGate()];
  organizationId = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
  key = await seedKey(ownerPool(), organizationId);
});
afterAll(async () => {
  await Promise.all(gates.map(({ gate }) => gate.close()));
  await closeAsking();
});

const operatorOf = (organization: string): Context => ({
  organizationId: organization,
  actor: { kind: 'operator', label: 'operator' },
  origin: { ip: '', userAgent: '', requestId: '' },
});

describe('a question', () => {
  test('is answered by every gate that runs', async () => {
    const { expected, answers } = await askGates({ kind: 'confirm' });
    const ids = gates.map(({ gate }) => gate.id).sort();
    expect([...expected].sort()).toEqual(ids);
    expect([...answers.keys()].sort()).toEqual(ids);
  });

  test('is confirmed within milliseconds, also many at once', async () => {
    const receipts = await Promise.all(Array.from({ length: 20 }, () => confirmChange()));
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({ expected: 2, confirmed: 2, unconfirmed: [] });
      expect(receipt.milliseconds).toBeLessThan(1_000);
    }
  });

  test('goes out again when the connection had died unnoticed', async () => {
    await confirmChange();
    await ownerPool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gate questions' AND datname = current_database()",
    );
    expect(await confirmChange()).toMatchObject({ expected: 2, confirmed: 2 });
  });

  test('waits 2 s for a gate that does not answer, and names it', async () => {
    await ownerPool().query(
      "INSERT INTO gate_instances (id, listen, heartbeat_at) VALUES ('gate_silent', '1:live', now() + interval '1 minute')",
    );
    try {
      const receipt = await confirmChange();
      expect(receipt).toMatchObject({ expected: 3, confirmed: 2, unconfirmed: ['gate_silent'] });
      expect(receipt.milliseconds).toBeGreaterThan(1_500);
      expect(receipt.milliseconds).toBeLessThan(2_500);
    } finally {
      await ownerPool().query("DELETE FROM gate_instances WHERE id = 'gate_silent'");
    }
  });

  test('does not wait for a gate that has been silent for long', async () => {
    await ownerPool().query(
      "INSERT INTO gate_instances (id, listen, heartbeat_at) VALUES ('gate_dead', '1:live', now() - interval '6 seconds')",
    );
    expect(await confirmChange()).toMatchObject({ expected: 2, confirmed: 2 });
  });

  test('that makes no sense is left unanswered and harms nobody', async () => {
    for (const nonsense of [
      'ask',
      'ask {',
      'ask {"id":"x","question":{"kind":"other"}}',
      'credit x',
    ]) {
      await db().$executeRaw`SELECT pg_notify('gate', ${nonsense})`;
    }
    expect(await confirmChange()).toMatchObject({ confirmed: 2 });
  });
});

describe('the activity of a key', () => {
  test('is merged over the gates, newest call first', async () => {
    const [one, two] = gates;
    const headers = { 'User-Agent': 'ünïcode/1 sk_live_0123456789' };
    await callGate(one?.live ?? 0, '/v1/me', { key: key.text, headers });
    await callGate(two?.live ?? 0, '/v1/sessions/sess_x', { key: key.text });
    await callGate(two?.test ?? 0, '/v1/me', { key: key.text });
    const result = await keyActivity(operatorOf(organizationId), { keyId: key.id });
    if (!result.ok) throw new Error(result.denial.message);
    const { requests, byCode, recent } = result.data;
    expect({ requests, byCode }).toEqual({
      requests: 3,
      byCode: { ok: 1, session_not_found: 1, api_key_wrong_environment: 1 },
    });
    expect(recent).toMatchObject([
      { path: '/v1/me', status: 401, code: 'api_key_wrong_environment', check: 'state' },
      { path: '/v1/sessions/sess_x', status: 404, code: 'session_not_found' },
      { method: 'GET', path: '/v1/me', status: 200, code: null, check: null, ip: '127.0.0.1' },
    ]);
    expect(recent[2]?.client).toContain('sk_live_…');
    expect(recent[2]?.client).not.toContain('0123456789');
    expect(recent[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('fits a notification however long the calls were', async () => {
    const long = await seedKey(ownerPool(), organizationId);
    const headers = { 'User-Agent': 'ü'.repeat(300) };
    for (let i = 0; i < 30; i++) {
      await callGate(gates[0]?.live ?? 0, `/v1/sessions/${'x'.repeat(90)}`, {
        key: long.text,
        headers,
      });
    }
    const result = await keyActivity(operatorOf(organizationId), { keyId: long.id });
    expect(result).toMatchObject({ ok: true, data: { requests: 30 } });
    expect(result.ok && result.data.recent.length).toBe(25);
  });

  test('of another organization does not exist', async () => {
    const stranger = await seedOrganization(ownerPool());
    expect(await keyActivity(operatorOf(stranger), { keyId: key.id })).toMatchObject({
      ok: false,
      denial: { code: 'not_found' },
    });
  });
});
