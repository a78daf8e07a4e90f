import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { makeKey } from '#test/api-key';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { insertUsage, rollAll, type UsageRow, unroll } from '#test/usage-rows';
import { type Range, ranges } from './buckets.ts';
import { quantile } from './latency.ts';
import { outcomeOf } from './outcomes.ts';
import { usagePool } from './pool.ts';
import { showUsage, type UsageView } from './show-usage.ts';

const MINUTE = 60_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
] as const;
const CODES = [
  ['', 200],
  ['rate_limit_exceeded', 429],
  ['invalid_request', 422],
  ['internal_error', 500],
] as const;

let tenant: Tenant;
let other: Tenant;
let now: number;

beforeAll(async () => {
  tenant = await makeTenant();
  other = await makeTenant('Other');
  const { rows } = await ownerPool().query('SELECT now()');
  now = rows[0].now.getTime();
});
beforeEach(async () => {
  await ownerPool().query(
    'TRUNCATE records.usage_minutes, records.usage_hours, records.usage_days, records.pressure_hours',
  );
  await unroll(ownerPool(), 100);
});
afterAll(() => usagePool().end());

function row(change: Partial<UsageRow> & { minutesAgo: number }): UsageRow {
  const { minutesAgo, ...rest } = change;
  return {
    organizationId: tenant.organizationId,
    environment: 'live',
    start: Math.floor(now / MINUTE) * MINUTE - minutesAgo * MINUTE,
    keyId: 'key_a',
    route: 'GET /v1/me',
    status: 200,
    code: '',
    requests: 1,
    slot: 3,
    peak: 1,
    peakLimit: 100,
    keyPeak: 0,
    keyLimit: 0,
    ...rest,
  };
}

/** Rows of some days, most of them lately, so that every range holds some. */
const someRows = (days: number) => {
  const recently = fc.integer({ min: 0, max: 180 });
  const everBefore = fc.integer({ min: 0, max: days * 24 * 60 });
  const one = fc
    .record({
      minutesAgo: fc.oneof(recently, everBefore),
      keyId: fc.constantFrom('key_a', 'key_b'),
      route: fc.constantFrom('GET /v1/me', 'POST /v1/sessions', ''),
      outcome: fc.constantFrom(...CODES),
      requests: fc.integer({ min: 1, max: 1000 }),
      slot: fc.integer({ min: 0, max: 41 }),
    })
    .map(({ outcome: [code, status], ...rest }) => row({ ...rest, code, status }));
  const selector = ({ start, keyId, route, code }: UsageRow) =>
    `${start} ${keyId} ${route} ${code}`;
  return fc.uniqueArray(one, { minLength: 1, maxLength: 60, selector });
};

function within(rows: readonly UsageRow[], from: string, to: string): UsageRow[] {
  return rows.filter(({ start }) => start >= Date.parse(from) && start < Date.parse(to));
}

function countsOf(rows: readonly UsageRow[]) {
  const counts = { requests: 0, ok: 0, limited: 0, refused: 0, failed: 0 };
  for (const { status, code, requests } of rows) {
    counts.requests += requests;
    counts[outcomeOf(status, code)] += requests;
  }
  return counts;
}

function p95(rows: readonly UsageRow[]): number | null {
  const slots = Array.from({ length: 42 }, () => 0);
  for (const { slot, requests } of rows) slots[slot] = (slots[slot] ?? 0) + requests;
  return quantile(slots, 0.95);
}

/** Everything that the view says of these rows. */
function expectTrue(view: UsageView, rows: readonly UsageRow[]): void {
  for (const bucket of view.buckets) {
    const own = within(rows, bucket.start, bucket.end);
    expect(bucket).toMatchObject(countsOf(own));
    expect(bucket.latency?.p95 ?? null).toEqual(p95(own));
    expect(bucket.unfinished).toBe(Date.parse(bucket.end) > Date.parse(view.asOf));
  }
  expect(view.buckets.filter(({ unfinished }) => unfinished)).toHaveLength(1);
  for (const period of [view.totals, view.before]) {
    const own = within(rows, period.from, period.to);
    expect(period).toMatchObject(countsOf(own));
    expect(period.latency?.p95 ?? null).toEqual(p95(own));
  }
  const length = ({ from, to }: { from: string; to: string }) => Date.parse(to) - Date.parse(from);
  expect(view.before.to).toBe(view.totals.from);
  expect(length(view.before)).toBe(length(view.totals));
  const all = within(rows, view.totals.from, view.totals.to);
  for (const key of view.keys) {
    expect(key).toMatchObject(countsOf(all.filter(({ keyId }) => keyId === key.id)));
  }
  for (const route of view.routes) {
    expect(route).toMatchObject(countsOf(all.filter((one) => one.route === route.route)));
  }
  for (const parts of [view.keys, view.routes, view.outcomes]) {
    expect(parts.reduce((sum, { requests }) => sum + requests, 0)).toBe(view.totals.requests);
  }
}

async function show(range: Range, timeZone: string, filter: object = {}) {
  return dataOf(
    await showUsage(tenant.as('viewer'), { environment: 'live', range, timeZone, ...filter }),
  );
}

describe('the figures', () => {
  test.each(ranges)(
    'of %s are those of the rows, in every zone, on both sides of the watermarks',
    async (range) => {
      const days = range === '90d' || range === '30d' ? 35 : 10;
      await fc.assert(
        fc.asyncProperty(
          someRows(days),
          fc.constantFrom(...ZONES),
          fc.boolean(),
          async (rows, zone, rolled) => {
            await ownerPool().query(
              'TRUNCATE records.usage_minutes, records.usage_hours, records.usage_days, records.pressure_hours',
            );
            const foreign = { organizationId: other.organizationId };
            const tests = { environment: 'test' } as const;
            await insertUsage(ownerPool(), [
              ...rows,
              ...rows.map((one) => ({ ...one, ...foreign })),
              ...rows.map((one) => ({ ...one, ...tests })),
            ]);
            await (rolled ? rollAll : unroll)(ownerPool(), days + 2);
            expectTrue(await show(range, zone), rows);
          },
        ),
        { numRuns: 6 },
      );
    },
  );

  test('are narrowed by key, route, status and code', async () => {
    const { key } = await makeKey(tenant.as('owner'));
    const rows = CODES.flatMap(([code, status]) =>
      [key.id, 'key_b'].flatMap((keyId) =>
        ['', 'GET /v1/me'].map((route) => row({ minutesAgo: 200, keyId, route, code, status })),
      ),
    );
    await insertUsage(ownerPool(), rows);
    await rollAll(ownerPool(), 2);
    const calls = async (filter: object) => (await show('24h', 'UTC', filter)).totals.requests;
    expect(await calls({})).toBe(16);
    expect(await calls({ keyId: key.id })).toBe(8);
    expect(await calls({ route: 'none' })).toBe(8);
    expect(await calls({ route: 'GET /v1/me', status: '4xx' })).toBe(4);
    expect(await calls({ status: '429' })).toBe(4);
    expect(await calls({ code: 'ok' })).toBe(4);
    expect(await calls({ code: 'internal_error', keyId: key.id, route: 'none' })).toBe(1);
  });
});

test('a key is named, a revoked one too, and one of nobody keeps its id', async () => {
  const { key } = await makeKey(tenant.as('owner'), { name: 'Gone' });
  const { key: foreign } = await makeKey(other.as('owner'), { name: 'Secret' });
  await db().apiKey.update({
    where: { id: key.id },
    data: { revokedAt: new Date(), revokeReason: 'unused' },
  });
  await insertUsage(ownerPool(), [
    row({ minutesAgo: 5, keyId: key.id, requests: 2 }),
    row({ minutesAgo: 5, keyId: foreign.id }),
  ]);
  expect((await show('1h', 'UTC')).keys).toMatchObject([
    { id: key.id, name: 'Gone', revoked: true },
    { id: foreign.id, name: null, revoked: false },
  ]);
});

test('a zone or a field that nobody knows is refused', async () => {
  const ask = (change: object) =>
    showUsage(tenant.as('viewer'), {
      environment: 'live',
      range: '1h',
      timeZone: 'UTC',
      ...change,
    });
  for (const change of [
    { timeZone: '+05:30' },
    { timeZone: "x'" },
    { status: '42' },
    { route: '\0' },
    { more: 1 },
  ]) {
    expect(codeOf(await ask(change))).toBe('invalid_input');
  }
});

test('what takes longer than a page may wait is told, and the next question is answered', async () => {
  const lock = await ownerPool().connect();
  await lock.query('BEGIN; LOCK TABLE records.usage_minutes IN ACCESS EXCLUSIVE MODE');
  const asked = await showUsage(tenant.as('viewer'), {
    environment: 'live',
    range: '1h',
    timeZone: 'UTC',
  });
  await lock.query('ROLLBACK');
  lock.release();
  expect(asked).toMatchObject({ ok: false, denial: { code: 'unavailable' } });
  expect((await show('1h', 'UTC')).totals.requests).toBe(0);
});
