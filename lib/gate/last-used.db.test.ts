import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { permissions } from '#lib/keys/scopes';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';

type Used = { at: Date | null; ip: string | null; client: string | null };

let at: TestGate;
let organization: string;
const queries = vi.spyOn(Pool.prototype, 'query');

beforeAll(async () => {
  at = await startTestGate();
  organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
});
afterAll(() => at.gate.close());

async function used(keyId: string): Promise<Used | undefined> {
  const { rows } = await ownerPool().query<Used>(
    'SELECT last_used_at AS at, last_used_ip AS ip, last_used_client AS client FROM api_keys WHERE id = $1',
    [keyId],
  );
  return rows[0];
}

async function usedScopes(keyId: string): Promise<string[]> {
  const { rows } = await ownerPool().query<{ scope: string }>(
    'SELECT scope::text FROM api_key_scopes WHERE key_id = $1 AND last_used_at IS NOT NULL ORDER BY 1',
    [keyId],
  );
  return rows.map(({ scope }) => scope);
}

const client = { 'User-Agent': 'acme-backend/1.4' };
const call = (path: string, key: string) => callGate(at.live, path, { key, headers: client });
const wait = { timeout: 5_000 };

test('the first use is written within seconds, with address and client', async () => {
  const key = await seedKey(ownerPool(), organization);
  await call('/v1/me', key.text);
  await expect.poll(async () => (await used(key.id))?.at, wait).not.toBeNull();
  const { rows } = await ownerPool().query<{ age: number }>(
    'SELECT extract(epoch FROM clock_timestamp() - last_used_at)::float8 AS age FROM api_keys WHERE id = $1',
    [key.id],
  );
  expect(rows[0]?.age).toBeGreaterThan(-0.1);
  expect(rows[0]?.age).toBeLessThan(6);
  expect(await used(key.id)).toMatchObject({ ip: '127.0.0.1', client: 'acme-backend/1.4' });
  expect(await usedScopes(key.id)).toEqual([]);
});

test('a permission counts as used when the route needed it and the key had it', async () => {
  const key = await seedKey(ownerPool(), organization, {
    permissions: permissions.filter((one) => one !== 'sessions:write'),
  });
  expect((await call('/v1/sessions/sess_none', key.text)).status).toBe(404);
  const refused = await callGate(at.live, '/v1/sessions', { key: key.text, body: {} });
  expect(refused.status).toBe(403);
  await expect.poll(() => usedScopes(key.id), wait).toEqual(['sessions:read']);
});

test('a call that was not let in does not count as a use', async () => {
  const elsewhere = await seedKey(ownerPool(), organization, { ipAllowlist: ['203.0.113.1'] });
  const expired = await seedKey(ownerPool(), organization, { expiresIn: -5 });
  const good = await seedKey(ownerPool(), organization);
  for (const key of [elsewhere, expired, good]) await call('/v1/me', key.text);
  await expect.poll(async () => (await used(good.id))?.at, wait).not.toBeNull();
  expect([await used(elsewhere.id), await used(expired.id)]).toMatchObject([
    { at: null },
    { at: null },
  ]);
});

test('a busy key is written once a minute, and what is newer in the row stays', async () => {
  const key = await seedKey(ownerPool(), organization);
  await call('/v1/me', key.text);
  await expect.poll(async () => (await used(key.id))?.at, wait).not.toBeNull();
  const first = await used(key.id);
  queries.mockClear();
  const until = performance.now() + 2_500;
  while (performance.now() < until) await call('/v1/me', key.text);
  expect(await used(key.id)).toEqual(first);
  const writes = queries.mock.calls.filter(([query]) => String(query).includes('UPDATE api_keys'));
  expect(writes).toEqual([]);
  const other = await startTestGate();
  await ownerPool().query(
    "UPDATE api_keys SET last_used_at = clock_timestamp() + interval '1 hour' WHERE id = $1",
    [key.id],
  );
  const newer = await used(key.id);
  await callGate(other.live, '/v1/me', { key: key.text });
  await other.gate.close();
  expect((await used(key.id))?.at).toEqual(newer?.at);
});

describe('several gates', () => {
  let other: TestGate;
  beforeAll(async () => {
    other = await startTestGate();
    await ownerPool().query(`
      CREATE TABLE writes (key_id text);
      CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO public.writes VALUES (NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER note_write AFTER UPDATE OF last_used_at ON api_keys
        FOR EACH ROW EXECUTE FUNCTION note_write()`);
  });
  afterAll(() => other.gate.close());

  const writesOf = async (keyId: string) => {
    const { rowCount } = await ownerPool().query('SELECT 1 FROM writes WHERE key_id = $1', [keyId]);
    return rowCount;
  };
  const callBoth = (key: string) =>
    Promise.all([at, other].map(({ live }) => callGate(live, '/v1/me', { key })));

  test('write a busy key once a minute together', async () => {
    const key = await seedKey(ownerPool(), organization);
    const until = performance.now() + 4_000;
    while (performance.now() < until) await callBoth(key.text);
    expect(await writesOf(key.id)).toBe(1);
  });

  test('write its next use when the minute is over, whichever saw it', async () => {
    const key = await seedKey(ownerPool(), organization);
    const began = performance.now();
    await ownerPool().query(
      "UPDATE api_keys SET last_use_written_at = clock_timestamp() - interval '57 seconds' WHERE id = $1",
      [key.id],
    );
    await callBoth(key.text);
    for (const { live } of [at, other]) {
      expect((await callGate(live, '/v1/sessions/sess_none', { key: key.text })).status).toBe(404);
    }
    await expect.poll(() => writesOf(key.id), { timeout: 8_000 }).toBe(1);
    expect(performance.now() - began).toBeGreaterThan(2_500);
    await expect.poll(() => usedScopes(key.id), wait).toEqual(['sessions:read']);
  });
});

test('what waits is written when the gate ends', async () => {
  const other = await startTestGate();
  const key = await seedKey(ownerPool(), organization);
  await callGate(other.live, '/v1/me', { key: key.text });
  await other.gate.close();
  expect((await used(key.id))?.at).not.toBeNull();
});

test('a row that somebody holds delays neither calls nor other keys', async () => {
  const [held, free] = [
    await seedKey(ownerPool(), organization),
    await seedKey(ownerPool(), organization),
  ];
  const holder = await ownerPool().connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM api_keys WHERE id = $1 FOR UPDATE', [held.id]);
    expect((await call('/v1/me', held.text)).status).toBe(200);
    expect((await call('/v1/me', free.text)).status).toBe(200);
    await expect.poll(async () => (await used(free.id))?.at, wait).not.toBeNull();
    expect((await used(held.id))?.at).toBeNull();
    await holder.query('ROLLBACK');
    await expect.poll(async () => (await used(held.id))?.at, wait).not.toBeNull();
  } finally {
    holder.release();
  }
});
