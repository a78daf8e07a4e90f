import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { ledgerFaults } from '#test/ledger';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { makeSession } from '#test/spoken-session';
import { streamToken } from './token.ts';

let at: TestGate;
let spender: Spender;

beforeAll(async () => {
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 1_000_000 });
});
afterAll(async () => {
  await at.gate.close();
  expect(await ledgerFaults(ownerPool())).toEqual([]);
});

const renew = (id: string, headers = {}, by = spender) =>
  callGate(at.live, `/v1/sessions/${id}/stream_token`, {
    key: by.keyText,
    method: 'POST',
    headers,
  });

async function stored(id: string) {
  const { rows } = await ownerPool().query(
    `SELECT (extract(epoch FROM stream_expires_at) * 1000)::float8 AS "expiresAt", stream_key_id AS "keyId",
       stream_claimed_at AS "claimedAt" FROM voice_sessions WHERE id = $1`,
    [id],
  );
  return rows[0] as { expiresAt: number; keyId: string | null; claimedAt: Date | null };
}

test('a fresh token takes the place of the one before, belongs to who asked, and costs nothing', async () => {
  const id = await makeSession(at.live, spender);
  await ownerPool().query('UPDATE voice_sessions SET stream_claimed_at = now() WHERE id = $1', [
    id,
  ]);
  const before = await stored(id);
  const colleague = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
  const answer = await renew(id, {}, colleague);
  expect(answer.status).toBe(201);
  const { stream, ...session } = JSON.parse(answer.text);
  const read = await callGate(at.live, `/v1/sessions/${id}`, { key: spender.keyText });
  expect(session).toEqual(JSON.parse(read.text));
  const after = await stored(id);
  expect(after).toEqual({ expiresAt: expect.any(Number), keyId: colleague.keyId, claimedAt: null });
  expect(after.expiresAt).toBeGreaterThan(before.expiresAt);
  const secret = createSecretKey(env().streamSecret);
  expect(stream).toEqual({
    url: `ws://localhost:4000/v1/sessions/${id}/connect`,
    token: streamToken(secret, { id, environment: 'live', expiresAt: after.expiresAt }),
    expires_at: new Date(after.expiresAt).toISOString(),
  });
  expect(read.headers['x-api-credits-remaining']).toBe(answer.headers['x-api-credits-remaining']);
});

test('lasts five minutes by the database, and a millisecond more than the last one when that is later', async () => {
  const id = await makeSession(at.live, spender);
  const { rows } = await ownerPool().query<{ now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  );
  await renew(id);
  const first = (await stored(id)).expiresAt;
  expect(first - (rows[0]?.now ?? 0)).toBeGreaterThanOrEqual(300_000 - 1);
  expect(first - (rows[0]?.now ?? 0)).toBeLessThan(302_000);
  await ownerPool().query(
    "UPDATE voice_sessions SET stream_expires_at = stream_expires_at + interval '1 hour' WHERE id = $1",
    [id],
  );
  await renew(id);
  expect((await stored(id)).expiresAt).toBe(first + 3_600_001);
});

test('twenty at once are twenty tokens, and the one that is stored is one of them', async () => {
  const id = await makeSession(at.live, spender);
  const answers = await Promise.all(Array.from({ length: 20 }, () => renew(id)));
  const ends = answers.map(({ text }) => Date.parse(JSON.parse(text).stream.expires_at));
  expect(new Set(ends).size).toBe(20);
  expect((await stored(id)).expiresAt).toBe(Math.max(...ends));
});

test('a replay gives the same token again and makes no other', async () => {
  const id = await makeSession(at.live, spender);
  const first = await renew(id, { 'Idempotency-Key': 'again' });
  const after = await stored(id);
  const again = await renew(id, { 'Idempotency-Key': 'again' });
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(await stored(id)).toEqual(after);
  const { rows } = await ownerPool().query('SELECT kept FROM idempotency_records');
  expect(JSON.stringify(rows)).not.toContain('kst_');
});

test('an ended session, or one idle for 30 minutes, gets none', async () => {
  const id = await makeSession(at.live, spender);
  await callGate(at.live, `/v1/sessions/${id}/end`, { key: spender.keyText, method: 'POST' });
  const idle = await makeSession(at.live, spender);
  await ownerPool().query(
    "UPDATE voice_sessions SET last_activity_at = now() - interval '31 minutes' WHERE id = $1",
    [idle],
  );
  for (const ended of [id, idle]) {
    const before = await stored(ended);
    const refused = await renew(ended);
    expect([refused.status, refused.error?.code]).toEqual([409, 'session_not_active']);
    expect(await stored(ended)).toEqual(before);
  }
});

test('a body is nothing or an empty object', async () => {
  const id = await makeSession(at.live, spender);
  const path = `/v1/sessions/${id}/stream_token`;
  const sent = (body: unknown) => callGate(at.live, path, { key: spender.keyText, body });
  expect((await sent({})).status).toBe(201);
  expect((await sent({ ttl: 9 })).error?.param).toBe('ttl');
});
