import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { ownerPool } from '#test/database';
import { startTestGate, type TestGate } from '#test/running-gate';
import { askGates, closeAsking } from './ask.ts';
import { confirmChange } from './confirm.ts';

let gates: TestGate[];

beforeAll(async () => {
  // Prisma's start blocks the loop that these gates run on, too: on a busy machine they lose their link.
  await db().$queryRaw`SELECT 1`;
  gates = [await startTestGate(), await startTestGate()];
});
afterAll(async () => {
  await Promise.all(gates.map(({ gate }) => gate.close()));
  await closeAsking();
});

describe('a question', () => {
  test('is answered by every gate that runs', async () => {
    const { expected, answered } = await askGates();
    const ids = gates.map(({ gate }) => gate.id).sort();
    expect([...expected].sort()).toEqual(ids);
    expect([...answered].sort()).toEqual(ids);
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
