import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { ownerPool } from '#test/database';
import { startTestGate, type TestGate } from '#test/running-gate';
import { seedSpender } from '#test/spender';
import { frame, tone } from '#test/stream-audio';
import { makeSession, openStream } from '#test/stream-client';

let at: TestGate;

beforeAll(async () => {
  at = await startTestGate();
});
afterAll(async () => {
  await at.gate.close();
  vi.unstubAllEnvs();
  resetEnv();
});

/** Records something; the days from its beginning to its end. */
async function keptDays(): Promise<number> {
  const spender = await seedSpender(ownerPool(), 10);
  const { id, path } = await makeSession(at.any, spender, { recording: { enabled: true } });
  const stream = await openStream(at.any, path);
  stream.send(frame(0, tone(8_000)));
  stream.send({ type: 'session.end' });
  await stream.closed;
  const { rows } = await ownerPool().query<{ days: number }>(
    `SELECT extract(epoch FROM expires_at - created_at)::float8 / 86400 AS days FROM recordings WHERE session_id = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.days ?? 0;
}

test('a recording is kept for 30 days, or as long as the operator wants', async () => {
  expect(await keptDays()).toBeCloseTo(30, 3);
  vi.stubEnv('RECORDING_DAYS', '7');
  resetEnv();
  expect(await keptDays()).toBeCloseTo(7, 3);
});
