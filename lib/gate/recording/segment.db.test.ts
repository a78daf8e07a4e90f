import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, randomBits } from '#lib/ids';
import { ensurePartitions } from '#lib/usage/partitions';
import { ownerPool } from '#test/database';
import { Batch } from './batch.ts';
import { SEGMENT_LINES } from './blocks.ts';
import type { Decided } from './sheet.ts';
import { storeBatch } from './store.ts';

const now = Date.now();
const ME = { method: 'GET', path: '/v1/me' };
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((t) => t.replaceAll('\0', ''));
const number = fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const call = fc.record({
  ago: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 3_600_000 })),
  keyId: fc.constantFrom('key_a', 'key_b'),
  method: fc.constantFrom('GET', 'POST'),
  status: fc.constantFrom(200, 404),
  microseconds: fc.nat(),
  charged: fc.constantFrom(0, 1),
  replayed: fc.boolean(),
  ip: fc.constantFrom('192.0.2.1', '2001:db8::1'),
  client: text,
  creditsRemaining: number,
  rateLimit: number,
  rateRemaining: number,
  path: fc.option(text),
  facts: fc.option(fc.dictionary(fc.constantFrom('param', 'fault'), text)),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;
const gateId = newId('gate');
let batches = 0;

/** Records the calls of an organization; what the log must say of them, by id. */
async function record(calls: readonly Call[], organizationId: string) {
  const batch = new Batch();
  const expected = calls.map((one) => {
    const at = now - one.ago;
    const idBits = randomBits();
    const id = newId('req', at, idBits);
    const route = one.status === 404 ? null : ME;
    const decided = { ...one, at, route, code: null, check: null, counters: null } as Decided;
    const sheet = batch.sheet({ id: one.keyId, organizationId, environment: 'test' });
    const facts = one.facts === null ? null : JSON.stringify(one.facts);
    const origin = sheet.caller(one.ip, one.client, at);
    sheet.drawer.add(
      { ...one, idBits, at, facts },
      sheet.kind(sheet.count(decided), decided),
      origin,
    );
    const { ago: _, ...columns } = one;
    return { ...columns, id, at, path: one.path ?? (route === null ? '' : '/v1/me') };
  });
  await storeBatch(ownerPool(), batch, { gateId, number: ++batches, dropped: 0 }, 5_000);
  return { expected, segments: batch.journal.segments.length };
}

const READ = `SELECT id, (1000 * extract(epoch FROM at))::float8 AS at, key_id AS "keyId", method, path, status::int,
    duration AS microseconds, ip, client, credits_charged::int AS charged, credits_remaining AS "creditsRemaining",
    rate_limit AS "rateLimit", rate_remaining AS "rateRemaining", replayed, facts
  FROM records.requests WHERE organization_id = $1 AND environment = 'test'`;

const byId = (rows: { id: string }[]) => rows.sort((a, b) => (a.id < b.id ? -1 : 1));

test('the log says of each call what was put into it', async () => {
  await ensurePartitions(ownerPool(), now);
  await ownerPool().query("INSERT INTO gate_instances (id, listen) VALUES ($1, '')", [gateId]);
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 90 }), async (calls) => {
      const organizationId = newId('org');
      const { expected } = await record(calls, organizationId);
      const { rows } = await ownerPool().query(READ, [organizationId]);
      expect(byId(rows)).toEqual(byId(expected));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('a busy minute fills one segment after the other', async () => {
  const organizationId = newId('org');
  const [one] = fc.sample(call, 1);
  if (one === undefined) throw new Error('no sample');
  const ago = now % 60_000;
  const calls = Array.from({ length: 2 * SEGMENT_LINES + 1 }, (_, i) => ({
    ...one,
    ago,
    microseconds: i,
  }));
  const { expected, segments } = await record(calls, organizationId);
  expect(segments).toBe(3);
  const { rows } = await ownerPool().query(READ, [organizationId]);
  expect(byId(rows)).toEqual(byId(expected));
});

test('a call that took into the next minute is counted with its own', async () => {
  const organizationId = newId('org');
  const [one] = fc.sample(call, 1);
  if (one === undefined) throw new Error('no sample');
  const minutes = [(now % 60_000) + 1, now % 60_000, (now % 60_000) + 1];
  await record(
    minutes.map((ago) => ({ ...one, ago })),
    organizationId,
  );
  const { rows } = await ownerPool().query(
    'SELECT requests FROM records.usage_minutes WHERE organization_id = $1 ORDER BY start',
    [organizationId],
  );
  expect(rows).toEqual([{ requests: 2 }, { requests: 1 }]);
});
