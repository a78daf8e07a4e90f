import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeKey } from '#test/api-key';
import { ownerPool } from '#test/database';
import { dataOf, makeTenant, type Tenant } from '#test/tenant';
import { insertUsage, rollAll, type UsageRow, unroll } from '#test/usage-rows';
import { type Range, ranges } from './buckets.ts';
import { usagePool } from './pool.ts';
import { type LimitsView, showLimits } from './show-limits.ts';

const MINUTE = 60_000;
const LIMIT = 100;
let tenant: Tenant;
let ownLimit: string;
let plain: string;
let now: number;

beforeAll(async () => {
  tenant = await makeTenant();
  ownLimit = (await makeKey(tenant.as('owner'), { name: 'Own limit', rateLimit: 40 })).key.id;
  plain = (await makeKey(tenant.as('owner'), { name: 'Plain', rateLimit: null })).key.id;
  const { rows } = await ownerPool().query('SELECT now()');
  now = rows[0].now.getTime();
});
beforeEach(empty);
afterAll(() => usagePool().end());

async function empty(): Promise<void> {
  await ownerPool().query(
    'TRUNCATE records.usage_minutes, records.usage_hours, records.usage_days, records.pressure_hours',
  );
  await unroll(ownerPool(), 100);
}

type Change = Partial<UsageRow> & { minutesAgo: number };

function row({ minutesAgo, ...rest }: Change): UsageRow {
  return {
    organizationId: tenant.organizationId,
    environment: 'live',
    start: Math.floor(now / MINUTE) * MINUTE - minutesAgo * MINUTE,
    keyId: plain,
    route: 'GET /v1/me',
    status: rest.code ? 429 : 200,
    code: '',
    requests: 1,
    slot: 3,
    peak: 1,
    peakLimit: LIMIT,
    keyPeak: 0,
    keyLimit: 0,
    ...rest,
  };
}

async function show(range: Range, filter: object = {}, timeZone = 'UTC'): Promise<LimitsView> {
  return dataOf(
    await showLimits(tenant.as('viewer'), { environment: 'live', range, timeZone, ...filter }),
  );
}

/** The windows of rows, counted one by one. */
function windowsOf(rows: readonly UsageRow[], key: string | null) {
  const minutes = new Map<number, UsageRow[]>();
  for (const one of rows) {
    if (key !== null && (one.keyId !== key || one.keyLimit === 0)) continue;
    minutes.set(one.start, [...(minutes.get(one.start) ?? []), one]);
  }
  const sums = { windows: 0, near: 0, over: 0, refused: 0, early: 0, peak: 0 };
  for (const own of minutes.values()) {
    const refusals = [...new Set(own.map(({ keyId }) => keyId))].map((id) =>
      refusalsOf(own.filter(({ keyId }) => keyId === id)),
    );
    const refused = refusals.reduce((sum, one) => sum + (key === null ? one.shared : one.own), 0);
    const peak = Math.max(...own.map((one) => (key === null ? one.peak : one.keyPeak)));
    const limit = Math.max(...own.map((one) => (key === null ? one.peakLimit : one.keyLimit)));
    sums.windows += 1;
    sums.over += refused > 0 ? 1 : 0;
    sums.near += refused === 0 && peak >= limit * 0.8 ? 1 : 0;
    sums.refused += refused;
    sums.early += refusals.reduce((sum, one) => sum + earlyOf(one, key), 0);
    sums.peak = Math.max(sums.peak, peak);
  }
  return sums;
}

/** What the organization's limit, and the key's own, refused of one key's calls in one minute. */
function refusalsOf(rows: readonly UsageRow[]): { shared: number; own: number } {
  const limited = rows.filter(({ code }) => code !== '');
  const refused = limited.reduce((sum, { requests }) => sum + requests, 0);
  const keyLimit = Math.max(...rows.map((one) => one.keyLimit));
  const beyond = Math.max(...rows.map((one) => one.keyPeak)) - keyLimit;
  if (keyLimit === 0 || beyond <= 0) return { shared: refused, own: 0 };
  const organizationOver = limited.some(({ peak, peakLimit }) => peak > peakLimit);
  const own = organizationOver ? Math.min(refused, beyond) : refused;
  return { shared: refused - own, own };
}

/** Those of them that came after one that had been told to wait. */
function earlyOf({ shared, own }: ReturnType<typeof refusalsOf>, key: string | null): number {
  return Math.max(0, key === null ? shared - 1 : own - (shared === 0 ? 1 : 0));
}

const someRows = fc.uniqueArray(
  fc
    .record({
      minutesAgo: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 8 * 1440 })),
      limited: fc.boolean(),
      code: fc.constantFrom('', '', 'rate_limit_exceeded'),
      requests: fc.integer({ min: 1, max: 50 }),
      peak: fc.integer({ min: 1, max: 150 }),
      keyPeak: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ limited, keyPeak, ...rest }) => {
      const own = { keyId: ownLimit, keyPeak, keyLimit: 40 };
      return row({ ...rest, ...(limited ? own : {}) });
    }),
  { minLength: 1, maxLength: 50, selector: (one) => `${one.start} ${one.keyId} ${one.code}` },
);

function within(rows: readonly UsageRow[], from: number, to: number) {
  return rows.filter(({ start }) => start >= from && start < to);
}

test.each(ranges)(
  'windows of %s are as counted one by one, of organization and key',
  async (range) => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu');
    await fc.assert(
      fc.asyncProperty(someRows, zone, fc.boolean(), async (rows, timeZone, rolled) => {
        await empty();
        await insertUsage(ownerPool(), rows);
        await (rolled ? rollAll : unroll)(ownerPool(), 12);
        for (const key of [null, ownLimit]) {
          const view = await show(range, key === null ? {} : { keyId: key }, timeZone);
          const from = Date.parse(view.from);
          const { peak, ...counts } = windowsOf(within(rows, from, now + MINUTE), key);
          expect(view.totals).toEqual(counts);
          expect(view.peak?.calls ?? 0).toBe(peak);
          for (const bucket of view.buckets) {
            const own = within(rows, Date.parse(bucket.start), Date.parse(bucket.end));
            expect(bucket).toMatchObject(windowsOf(own, key));
          }
        }
      }),
      { numRuns: 5 },
    );
  },
);

test('says when the fullest minute was, who takes the share, and what would have been enough', async () => {
  const fullest = row({ minutesAgo: 200, peak: 130, requests: 30 });
  await insertUsage(ownerPool(), [
    fullest,
    row({ minutesAgo: 190, peak: 90, requests: 10, keyId: ownLimit, keyPeak: 45, keyLimit: 40 }),
    row({ minutesAgo: 199, peak: 130, requests: 60, code: 'rate_limit_exceeded' }),
  ]);
  await rollAll(ownerPool(), 2);
  const view = await show('24h');
  expect(view.limit).toBe(600);
  expect(view.peak).toEqual({
    at: new Date(fullest.start).toISOString(),
    precision: 'minute',
    calls: 130,
    limit: LIMIT,
  });
  expect(view.shares).toMatchObject([
    { name: 'Plain', requests: 90, limited: 60, share: 0.9 },
    { name: 'Own limit', requests: 10, limited: 0, share: 0.1 },
  ]);
  expect(view.needs).toMatchObject([
    { key: null, limit: 600, peak: 130, refused: 60 },
    { key: { name: 'Own limit' }, limit: 40, peak: 45, refused: 0 },
  ]);
});

/** The rows that a gate would record of calls with these keys, one after the other, and who refused them. */
function countedAs(calls: readonly string[]) {
  const counts = new Map<string, number>();
  const rows = new Map<string, UsageRow>();
  const refusals = { organization: 0, own: 0 };
  const count = (name: string, by: number) => {
    counts.set(name, (counts.get(name) ?? 0) + by);
    return counts.get(name) ?? 0;
  };
  for (const keyId of calls) {
    const keyPeak = keyId === ownLimit ? count(keyId, 1) : 0;
    const byOwn = keyPeak > 40;
    const peak = count('', byOwn ? 0 : 1);
    if (byOwn) refusals.own++;
    else if (peak > LIMIT) refusals.organization++;
    const code = byOwn || peak > LIMIT ? 'rate_limit_exceeded' : '';
    const requests = (rows.get(keyId + code)?.requests ?? 0) + 1;
    const keyLimit = keyId === ownLimit ? 40 : 0;
    const change = { minutesAgo: 200, keyId, code, requests, peak, keyPeak, keyLimit };
    rows.set(keyId + code, row(change));
  }
  return { rows: [...rows.values()], refusals };
}

test('each refusal is told of the limit that refused, at any order of calls', async () => {
  const calls = fc
    .record({ own: fc.integer({ min: 0, max: 160 }), plain: fc.integer({ min: 0, max: 160 }) })
    .chain(({ own, plain: others }) =>
      fc.shuffledSubarray([...Array(own).fill(ownLimit), ...Array(others).fill(plain)], {
        minLength: own + others,
      }),
    );
  await fc.assert(
    fc.asyncProperty(calls, fc.boolean(), async (all, rolled) => {
      await empty();
      const { rows, refusals } = countedAs(all);
      if (rows.length > 0) await insertUsage(ownerPool(), rows);
      await (rolled ? rollAll : unroll)(ownerPool(), 2);
      const whole = await show('24h');
      expect(whole.totals.refused).toBe(refusals.organization);
      expect(whole.refusedByOther).toBe(refusals.own);
      const own = await show('24h', { keyId: ownLimit });
      expect(own.totals.refused).toBe(refusals.own);
      const share = whole.shares.find(({ id }) => id === ownLimit);
      expect(share?.limitedByOwn ?? 0).toBe(refusals.own);
      expect(own.refusedByOther).toBe((share?.limited ?? 0) - refusals.own);
    }),
    { numRuns: 30 },
  );
});

test('the running minute is told, without any refusal too', async () => {
  const { rows } = await ownerPool().query("SELECT date_trunc('minute', now()) AS start");
  // A test that meets the end of a minute may see the next one: both have the row.
  const start = rows[0].start.getTime();
  await insertUsage(ownerPool(), [
    row({ minutesAgo: 0, peak: 61, start }),
    row({ minutesAgo: 0, peak: 61, start: start + MINUTE }),
  ]);
  const view = await show('1h');
  expect(view.current).toMatchObject({ calls: 61, refused: 0 });
});

test('without calls nothing is made up', async () => {
  const view = await show('6h');
  expect(view).toMatchObject({ peak: null, totals: { windows: 0 }, current: { calls: 0 } });
  expect(view.buckets.every(({ share }) => share === null)).toBe(true);
});
