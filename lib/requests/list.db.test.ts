import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeHeads } from '#lib/api/heads';
import { createPool } from '#lib/db/pool';
import { newId } from '#lib/ids';
import { ensurePartitions } from '#lib/usage/partitions';
import { rollUsage } from '#lib/usage/roll';
import { ownerPool } from '#test/database';
import { recordCalls } from '#test/logged-calls';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { listRequests, type RequestPage } from './list.ts';

const pool = createPool({ max: 2, name: 'test' });
let acme: Tenant;
let other: Tenant;

beforeAll(async () => {
  for (const days of [0, 1]) await ensurePartitions(pool, Date.now() - days * 86_400_000);
  [acme, other] = [await makeTenant(), await makeTenant('Other')];
});
afterAll(() => pool.end());

test.each([
  ['route', '\0'],
  ['code', '\0'],
  ['from', '0000-01-01T00:00:00Z'],
  [
    'cursor',
    Buffer.from(JSON.stringify(['next', ['0000-01-01T00:00:00.000Z', 'x']])).toString('base64url'),
  ],
])('a %s that the database cannot hold is refused', async (field, value) => {
  const input = { environment: 'test' as const, [field]: value };
  expect(codeOf(await listRequests(acme.as('viewer'), input))).toBe('invalid_input');
});

type Logged = { id: string; ago: number; key: string; route: string; status: number; code: string };
const KEYS = [newId('key'), newId('key')];
const ROUTES = ['GET /v1/me', 'POST /v1/sessions', ''];
const OUTCOMES = [
  [200, ''],
  [429, 'rate_limit_exceeded'],
  [401, 'api_key_expired'],
  [404, 'route_not_found'],
] as const;

const base = Math.floor(Date.now() / 1000) * 1000;
const timeOf = (row: Pick<Logged, 'ago'>) => base - row.ago * 1000;

const logged: fc.Arbitrary<Logged> = fc
  .record({
    // Seconds, over a little more than a day and many in the same minute.
    ago: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 90_000 })),
    key: fc.constantFrom(...KEYS),
    route: fc.constantFrom(...ROUTES),
    outcome: fc.constantFrom(...OUTCOMES),
  })
  .map(({ outcome: [status, code], ...rest }) => {
    const id = newId('req', timeOf(rest));
    return { id, status, code, ...rest };
  });

function insert(rows: readonly Logged[], organizationId: string, gates: number): Promise<void> {
  const calls = rows.map((row) => ({
    id: row.id,
    at: timeOf(row),
    organizationId,
    environment: 'live' as const,
    keyId: row.key,
    route: routeHeads.find(({ method, path }) => `${method} ${path}` === row.route) ?? null,
    status: row.status,
    code: row.code === '' ? null : row.code,
  }));
  return recordCalls(ownerPool(), calls, gates);
}

const filter = fc.record(
  {
    keyId: fc.constantFrom(...KEYS),
    route: fc.constantFrom('GET /v1/me', 'none'),
    status: fc.constantFrom('200', '4xx', '2xx', '404'),
    code: fc.constantFrom('ok', 'api_key_expired', 'never_heard_of'),
    from: fc
      .integer({ min: 0, max: 90_000 })
      .map((ago) => new Date(base - ago * 1000).toISOString()),
    to: fc.integer({ min: 0, max: 500 }).map((ago) => new Date(base - ago * 1000).toISOString()),
  },
  { requiredKeys: [] },
);
type Filter = {
  keyId?: string;
  route?: string;
  status?: string;
  code?: string;
  from?: string;
  to?: string;
};

function matches(row: Logged, filter: Filter): boolean {
  const { keyId, route, status, code, from, to } = filter;
  if (keyId !== undefined && row.key !== keyId) return false;
  if (route !== undefined && row.route !== (route === 'none' ? '' : route)) return false;
  if (code !== undefined && row.code !== (code === 'ok' ? '' : code)) return false;
  if (status?.endsWith('xx') && String(row.status)[0] !== status[0]) return false;
  if (status && !status.endsWith('xx') && String(row.status) !== status) return false;
  if (from !== undefined && timeOf(row) < Date.parse(from)) return false;
  return to === undefined || timeOf(row) < Date.parse(to);
}

async function refill(rows: readonly Logged[], rolled: boolean, gates: number): Promise<void> {
  await ownerPool().query(
    'TRUNCATE records.request_segments, records.usage_minutes, records.usage_hours',
  );
  await ownerPool().query("UPDATE records.progress SET hours_until = now() - interval '3 days'");
  await insert(rows, acme.organizationId, gates);
  await insert(rows.slice(0, 5), other.organizationId, 1);
  if (rolled) await rollUsage(pool);
}

async function read(which: Filter, cursor: string | null): Promise<RequestPage> {
  const place = cursor === null ? {} : { cursor };
  return dataOf(
    await listRequests(acme.as('viewer'), { environment: 'live', ...which, limit: 7, ...place }),
  );
}

async function readAll(which: Filter): Promise<RequestPage[]> {
  const pages = [await read(which, null)];
  for (let last = pages[0]; last?.nextCursor; last = pages.at(-1)) {
    pages.push(await read(which, last.nextCursor));
  }
  return pages;
}

function idsOf(page: RequestPage | undefined): string[] {
  return page?.items.map(({ requestId }) => requestId) ?? [];
}

describe('the request log', () => {
  test('is read by pages, both ways, under every filter', async () => {
    const rows = fc.array(logged, { minLength: 1, maxLength: 60 });
    const gates = fc.constantFrom(1, 3);
    await fc.assert(
      fc.asyncProperty(rows, filter, fc.boolean(), gates, async (all, which, rolled, gates) => {
        await refill(all, rolled, gates);
        const expected = all
          .filter((row) => matches(row, which))
          .sort((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? 1 : -1))
          .map(({ id }) => id);
        const pages = await readAll(which);
        expect(pages.flatMap(idsOf)).toEqual(expected);
        const cursor = pages.at(-1)?.previousCursor ?? null;
        if (cursor !== null) expect(idsOf(await read(which, cursor))).toEqual(idsOf(pages.at(-2)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('of an environment without calls is empty, and says when it was read', async () => {
    const page = dataOf(await listRequests(acme.as('owner'), { environment: 'test' }));
    expect(page).toMatchObject({ items: [], nextCursor: null, previousCursor: null });
    expect(page.asOf).toMatch(/^\d{4}-/);
  });

  test('that cannot be read in time says so, and is there again afterwards', async () => {
    const read = () => listRequests(acme.as('owner'), { environment: 'live' });
    const holder = await ownerPool().connect();
    await holder.query('BEGIN; LOCK TABLE records.request_segments');
    expect(codeOf(await read())).toBe('unavailable');
    await holder.query('ROLLBACK');
    holder.release();
    expect(codeOf(await read())).toBe('done');
  });

  test('takes no cursor of its own making', async () => {
    for (const cursor of ['x', Buffer.from('["next",["2026",5]]').toString('base64url')]) {
      const result = await listRequests(acme.as('owner'), { environment: 'live', cursor });
      expect(codeOf(result)).toBe('invalid_input');
    }
  });
});
