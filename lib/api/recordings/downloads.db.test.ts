import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { makeSession, seedRecording } from '#test/spoken-session';

/** So long may a download go on. Source: docs/operations.md, "Streams". */
const STOPPED_WITHIN_MS = 2_000;
const BYTES = 16_000_000;
let at: TestGate;
let owner: Spender;
let id: string;

beforeAll(async () => {
  at = await startTestGate();
  owner = await seedSpender(ownerPool(), 100, { requestsPerMinute: 10_000 });
  const samples = Buffer.alloc(BYTES, 1);
  const session = await makeSession(at.live, owner);
  id = await seedRecording(ownerPool(), session, { samples, chunk: 64_000 });
});
afterAll(() => at.gate.close());

function open({ keyText }: Spender): Promise<IncomingMessage> {
  const path = `/v1/recordings/${id}/audio`;
  const headers = { Authorization: `Bearer ${keyText}` };
  return new Promise((resolve, reject) => {
    const host = '127.0.0.1';
    get({ host, port: at.live, path, headers, agent: false }, resolve).on('error', reject);
  });
}

/** Reads slowly to the end, or as far as it gets. */
async function readSlowly(response: IncomingMessage, msPerMegabyte: number) {
  let bytes = 0;
  try {
    for await (const part of response) {
      bytes += (part as Buffer).length;
      await pause(((part as Buffer).length / 1_000_000) * msPerMegabyte);
    }
    return { bytes, whole: true, at: performance.now() };
  } catch {
    return { bytes, whole: false, at: performance.now() };
  }
}

async function revoke(keyId: string, reason: string): Promise<number> {
  await ownerPool().query(
    `UPDATE api_keys SET revoked_at = now(), revoke_reason = $2::revoke_reason WHERE id = $1`,
    [keyId, reason],
  );
  return performance.now();
}

test('a download ends soon after its key was revoked as compromised; others go on', async () => {
  const [stolen, unused] = [
    await seedSpenderIn(ownerPool(), owner.organizationId, 'live'),
    await seedSpenderIn(ownerPool(), owner.organizationId, 'live'),
  ];
  const reading = [stolen, unused, owner].map(async (by) => readSlowly(await open(by), 300));
  await pause(500);
  const revokedAt = await revoke(stolen.keyId, 'compromised');
  await revoke(unused.keyId, 'unused');
  const [stopped, ended, other] = await Promise.all(reading);
  expect(stopped?.whole).toBe(false);
  expect(stopped?.bytes).toBeLessThan(BYTES);
  expect((stopped?.at ?? 0) - revokedAt).toBeLessThan(STOPPED_WITHIN_MS);
  expect([ended?.whole, other?.whole]).toEqual([true, true]);
}, 30_000);
