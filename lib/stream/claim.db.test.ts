import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { seedSpender } from '#test/spender';
import { claimStream, type Found, findStream, releaseStream } from './claim.ts';

const GATE = 'gate_test';
let pool: Pool;

beforeAll(async () => {
  pool = createPool({ max: 2, name: 'test' });
  await ownerPool().query("INSERT INTO gate_instances (id, listen) VALUES ('gate_alive', '')");
});
afterAll(() => pool.end());

async function made(): Promise<Found> {
  const { keyId, organizationId } = await seedSpender(ownerPool(), 1, { concurrentSessions: 1 });
  const id = newId('sess');
  await ownerPool().query(
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, stream_expires_at)
     VALUES ($1, $2, 'live', $3, 'ai_agent', now() + interval '5 minutes')`,
    [id, organizationId, keyId],
  );
  const found = await findStream(pool, id);
  if (found === null) throw new Error('it was not found');
  return found;
}

test('a token is used once, also when its connection was over at once', async () => {
  const found = await made();
  expect(await claimStream(pool, GATE, found)).toMatchObject({ id: found.id, lastSequence: 0 });
  await releaseStream(pool, GATE, found.id);
  expect(await claimStream(pool, GATE, found)).toBe(null);
});

test.each([
  ['it is claimed', 'UPDATE voice_sessions SET stream_claimed_at = now() WHERE id = $1'],
  ['it expires', 'UPDATE voice_sessions SET stream_expires_at = now() WHERE id = $1'],
  [
    'a newer token is made',
    "UPDATE voice_sessions SET stream_expires_at = now() + interval '6 minutes' WHERE id = $1",
  ],
  [
    'the session ends',
    "UPDATE voice_sessions SET status = 'ended', ended_at = now() WHERE id = $1",
  ],
  [
    'the session falls idle',
    "UPDATE voice_sessions SET last_activity_at = now() - interval '30 minutes' WHERE id = $1",
  ],
  [
    'another gate holds it',
    "UPDATE voice_sessions SET stream_gate_id = 'gate_alive' WHERE id = $1",
  ],
  [
    'the key is revoked',
    "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'other' WHERE id = (SELECT api_key_id FROM voice_sessions WHERE id = $1)",
  ],
  [
    'the key expires',
    'UPDATE api_keys SET expires_at = now() WHERE id = (SELECT api_key_id FROM voice_sessions WHERE id = $1)',
  ],
  [
    'the organization is suspended',
    "UPDATE organizations SET status = 'inactive' WHERE id = (SELECT organization_id FROM voice_sessions WHERE id = $1)",
  ],
  [
    'the last line is taken',
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, status, stream_expires_at)
     SELECT id || 'x', organization_id, environment, api_key_id, mode, 'active', now() FROM voice_sessions WHERE id = $1`,
  ],
])('nothing is claimed when between look and claim %s', async (_, change) => {
  const found = await made();
  await ownerPool().query(change, [found.id]);
  expect(await claimStream(pool, GATE, found)).toBe(null);
  const { rows } = await ownerPool().query(
    'SELECT stream_gate_id FROM voice_sessions WHERE id = $1 AND stream_gate_id = $2',
    [found.id, GATE],
  );
  expect(rows).toEqual([]);
});

test('a token that runs out between look and claim opens nothing', async () => {
  const { id } = await made();
  await ownerPool().query(
    "UPDATE voice_sessions SET stream_expires_at = now() + interval '200 milliseconds' WHERE id = $1",
    [id],
  );
  const found = await findStream(pool, id);
  if (found === null || found.now >= found.expires_at) throw new Error('it was too late to look');
  await delay(250);
  expect(await claimStream(pool, GATE, found)).toBe(null);
});

test('a session that is active already holds its line when it connects again', async () => {
  const found = await made();
  await claimStream(pool, GATE, found);
  await releaseStream(pool, GATE, found.id);
  await ownerPool().query('UPDATE voice_sessions SET stream_claimed_at = NULL WHERE id = $1', [
    found.id,
  ]);
  expect(await claimStream(pool, GATE, found)).toMatchObject({ id: found.id });
});
