import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { startLooseStreams } from '#test/loose-stream';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { OpenStreams } from './streams.ts';

const GATE = 'gate_test';
let pool: Pool;
let streams: OpenStreams;
let loose: Awaited<ReturnType<typeof startLooseStreams>>;
let spender: Spender;

beforeAll(async () => {
  pool = createPool({ max: 2, name: 'test' });
  streams = new OpenStreams({ gateId: GATE, pool, log: () => undefined });
  loose = await startLooseStreams();
  spender = await seedSpender(ownerPool(), 1);
});
afterAll(async () => {
  await streams.close(1_000);
  await loose.stop();
  await pool.end();
});

/** A session that this gate holds, and its open connection, not yet among the open streams. */
async function held(keyId = spender.keyId) {
  const id = newId('sess');
  await ownerPool().query(
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, stream_expires_at, status, stream_gate_id)
     VALUES ($1, $2, 'live', $3, 'ai_agent', now(), 'active', $4)`,
    [id, spender.organizationId, keyId, GATE],
  );
  return { id, ...(await loose.open({ id, keyId })) };
}

test('what became known between claim and opening ends the stream as if it had been open', async () => {
  const leaked = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
  const [first, second, third] = [await held(leaked.keyId), await held(), await held()];
  const before = streams.changes;
  await ownerPool().query(
    "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'compromised' WHERE id = $1",
    [leaked.keyId],
  );
  await ownerPool().query("UPDATE voice_sessions SET status = 'ended' WHERE id = $1", [second.id]);
  streams.hear(`key ${leaked.keyId}`);
  streams.hear(`session ${second.id}`);
  for (const { connection } of [first, second, third]) streams.add(connection, before);
  expect((await first.client.closed).code).toBe(4001);
  expect((await second.client.closed).code).toBe(1000);
  third.client.send({ type: 'ping' });
  await third.client.next('pong');
  third.client.socket.close();
});

test('after a broken link everything that may have been missed is looked up', async () => {
  const leaked = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
  const { connection, client } = await held(leaked.keyId);
  streams.add(connection, streams.changes);
  await ownerPool().query(
    "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'compromised' WHERE id = $1",
    [leaked.keyId],
  );
  client.send({ type: 'ping' });
  await client.next('pong');
  streams.reset();
  expect((await client.closed).code).toBe(4001);
  await connection.over;
  expect(streams.count).toBe(0);
});
