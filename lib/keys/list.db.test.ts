import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant } from '#test/tenant';
import { listKeys } from './list.ts';
import type { KeyView } from './view.ts';

let owner: Context;
const COUNT = 60;

/** Writes keys past the verbs, with every kind of date, name and permission. */
async function seed(organizationId: string, count: number): Promise<void> {
  const base = newId('key').slice(0, 20);
  await ownerPool().query(
    `INSERT INTO api_keys (id, organization_id, environment, name, note, digest, pepper_version, prefix, tail,
       created_at, expires_at, retires_at, revoked_at, revoke_reason, last_used_at)
     SELECT $2 || lpad(n::text, 10, '0'), $1, 'live', 'Key ' || chr(65 + n % 7) || n, 'note ' || n,
       sha256(($2 || n)::bytea), 1, 'sk_live_' || lpad(n::text, 4, 'x'), lpad((n % 97)::text, 4, 'y'),
       now() - (n % 50) * interval '1 hour',
       CASE n % 5 WHEN 0 THEN now() + interval '10 days' WHEN 1 THEN now() - interval '1 day'
         WHEN 2 THEN now() + interval '200 days' END,
       CASE WHEN n % 10 = 3 THEN now() + interval '5 hours' END,
       CASE WHEN n % 10 = 4 THEN now() END, CASE WHEN n % 10 = 4 THEN 'unused'::revoke_reason END,
       CASE WHEN n % 3 = 0 THEN now() - n * interval '1 minute' END
     FROM generate_series(1, $3::int) n`,
    [organizationId, base, count],
  );
  await ownerPool().query(
    `INSERT INTO api_key_scopes (key_id, scope)
     SELECT id, s FROM api_keys, unnest(enum_range(NULL::scope)) WITH ORDINALITY AS x(s, at)
     WHERE organization_id = $1 AND (at = 1 OR right(id, 1)::int % at = 0)`,
    [organizationId],
  );
}

/** Walks the list forward page by page, and back again. */
async function walk(input: Omit<Parameters<typeof listKeys>[1], 'environment'>) {
  const pages: KeyView[][] = [];
  let cursor: string | undefined;
  let previous: string | null = null;
  do {
    const page = dataOf(await listKeys(owner, { environment: 'live', ...input, cursor }));
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
    previous = page.previousCursor;
  } while (cursor !== undefined);
  const back: KeyView[][] = [pages.at(-1) ?? []];
  while (previous !== null) {
    const page = dataOf(await listKeys(owner, { environment: 'live', ...input, cursor: previous }));
    back.unshift(page.items);
    previous = page.previousCursor;
  }
  expect(back.map((page) => page.map((key) => key.id))).toEqual(
    pages.map((page) => page.map((key) => key.id)),
  );
  return pages.flat();
}

function placed(...at: string[]): string {
  return Buffer.from(JSON.stringify(['next', at])).toString('base64url');
}

beforeAll(async () => {
  const tenant = await makeTenant();
  const other = await makeTenant('Other');
  owner = tenant.as('owner');
  await seed(tenant.organizationId, COUNT);
  await seed(other.organizationId, 5);
});

const sortValue = {
  created: (key: KeyView) => key.createdAt,
  name: (key: KeyView) => key.name.toLowerCase(),
  last_used: (key: KeyView) => key.lastUsedAt ?? '0',
  expires: (key: KeyView) => key.endsAt ?? '9',
};

describe('listKeys', () => {
  test.each([
    ['created', 'desc'],
    ['created', 'asc'],
    ['name', 'asc'],
    ['name', 'desc'],
    ['last_used', 'desc'],
    ['last_used', 'asc'],
    ['expires', 'asc'],
    ['expires', 'desc'],
  ] as const)('gives every key once, by %s %s, there and back', async (sort, direction) => {
    const keys = await walk({ sort, direction, limit: 7 });
    expect(new Set(keys.map((key) => key.id)).size).toBe(COUNT);
    expect(keys).toHaveLength(COUNT);
    const values = keys.map(sortValue[sort]);
    const sorted = [...values].sort();
    expect(values).toEqual(direction === 'asc' ? sorted : sorted.reverse());
  });

  test.each(['active', 'expiring', 'retiring', 'expired', 'revoked'] as const)(
    'filters by state %s exactly as a key says of itself',
    async (state) => {
      const all = await walk({ limit: 100 });
      const wanted = all.filter((key) => key.state === state).map((key) => key.id);
      expect(wanted.length).toBeGreaterThan(0);
      const keys = await walk({ state, limit: 4 });
      expect(keys.map((key) => key.id)).toEqual(wanted);
    },
  );

  test('filters by permission, and counts what the filter leaves', async () => {
    const all = await walk({ limit: 100 });
    const wanted = all.filter((key) => key.permissions.includes('recordings:read'));
    const page = dataOf(
      await listKeys(owner, { environment: 'live', permission: 'recordings:read', limit: 3 }),
    );
    expect(page.total).toBe(wanted.length);
    expect(page.items.every((key) => key.permissions.includes('recordings:read'))).toBe(true);
  });

  test.each([
    ['part of a name', 'ey a7', 1],
    ['a tail', 'yy60', 1],
    ['the shown form', 'sk_live_xx60…yy60', 1],
    ['a wildcard', '%', 0],
    ['an underscore', 'Key_', 0],
    ['a backslash', '\\', 0],
    ['nothing that exists', 'zzz', 0],
    ['a name with a zero byte in it', 'ey a7\u0000', 1],
  ])('finds %s', async (_, search, count) => {
    const page = dataOf(await listKeys(owner, { environment: 'live', search }));
    expect(page.total).toBe(count);
    expect(page.items).toHaveLength(count);
  });

  test('shows nothing of the other environment or another organization', async () => {
    expect(dataOf(await listKeys(owner, { environment: 'test' }))).toEqual({
      items: [],
      nextCursor: null,
      previousCursor: null,
      total: 0,
    });
    const keys = await walk({ limit: 100 });
    expect(keys.every((key) => key.organizationId === owner.organizationId)).toBe(true);
  });

  test.each([
    '',
    'x',
    'eyJ4IjoxfQ',
    placed('now()', ''),
    placed('9999-99-99T99:99:99.999Z', ''),
    placed('+275760-09-13T00:00:00.000Z', 'x'),
    placed('-000001-01-01T00:00:00.000Z', 'x'),
    placed('0000-01-01T00:00:00.000Z', 'x'),
    placed('a\u0000', ''),
    placed('2026-01-01T00:00:00.000Z', 'a\ud800'),
    placed('2026-01-01T00:00:00.000Z'),
  ])('refuses the cursor %j', async (cursor) => {
    expect(await listKeys(owner, { environment: 'live', cursor })).toMatchObject({
      denial: { code: 'invalid_input', message: expect.stringContaining('first page') },
    });
  });

  test.each([
    ['the first year', 'created', '0001-01-01T00:00:00.000Z'],
    ['the last year', 'created', '9999-12-31T23:59:59.999Z'],
    ['the endless past', 'created', '-infinity'],
    ['the endless future', 'expires', 'infinity'],
    ['an odd name', 'name', "'; DROP TABLE x; -- \\ % 🦄"],
  ] as const)('takes a place at %s', async (_, sort, value) => {
    for (const direction of ['next', 'previous']) {
      const cursor = Buffer.from(JSON.stringify([direction, [value, 'x']])).toString('base64url');
      expect(codeOf(await listKeys(owner, { environment: 'live', sort, cursor }))).toBe('done');
    }
  });

  test('a cursor of another order is refused, not a fault', async () => {
    const byName = dataOf(await listKeys(owner, { environment: 'live', sort: 'name', limit: 3 }));
    const cursor = byName.nextCursor ?? '';
    expect(codeOf(await listKeys(owner, { environment: 'live', cursor }))).toBe('invalid_input');
    expect(codeOf(await listKeys(owner, { environment: 'live', sort: 'name', cursor }))).toBe(
      'done',
    );
  });

  test('10,000 keys are listed in well under 100 ms', async () => {
    const big = await makeTenant('Big');
    const ctx = big.as('owner');
    await seed(big.organizationId, 10_000);
    await ownerPool().query('ANALYZE api_keys, api_key_scopes');
    const times: Record<string, number[]> = {};
    for (const [name, input] of Object.entries({
      created: {},
      name: { sort: 'name' as const },
      last_used: { sort: 'last_used' as const },
      expires: { sort: 'expires' as const, direction: 'asc' as const },
      search: { search: 'a99' },
      filtered: { state: 'expiring' as const, permission: 'sessions:write' as const },
    })) {
      times[name] = [];
      for (let round = 0; round < 20; round++) {
        const started = performance.now();
        dataOf(await listKeys(ctx, { environment: 'live', ...input }));
        times[name].push(performance.now() - started);
      }
    }
    for (const [name, list] of Object.entries(times)) {
      const median = list.sort((a, b) => a - b)[10] ?? 0;
      if (process.env.SHOW_TIMES) console.info(name, median.toFixed(1), list.at(-1)?.toFixed(1));
      // The goal for the page is 100 ms at the 95th percentile; tests share the machine.
      expect(median, name).toBeLessThan(100);
    }
  });
});
