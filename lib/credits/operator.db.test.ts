import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { setOrganization } from '#lib/orgs/set';
import { ownerPool } from '#test/database';
import { asOperator, codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { grantCredits } from './grant.ts';
import { listEntries } from './list-entries.ts';
import { rollDuePeriods } from './roll-periods.ts';
import { setBalance } from './set-balance.ts';
import { showCredits } from './show.ts';

let tenant: Tenant;
let operator: Context;
const live = { environment: 'live' as const };

beforeEach(async () => {
  tenant = await makeTenant();
  operator = asOperator(tenant.organizationId);
});

const show = async () => dataOf(await showCredits(tenant.as('viewer'), live));

/** Makes the account's period end in the past, as if a month had gone by. */
async function endPeriod(): Promise<void> {
  await ownerPool().query(
    `UPDATE credit_accounts SET period_start = period_start - interval '2 months',
       period_end = now() - interval '1 second' WHERE organization_id = $1`,
    [tenant.organizationId],
  );
}

describe('credits', () => {
  test('begin with the plan’s included ones', async () => {
    const view = await show();
    expect(view).toMatchObject({
      balance: 10_000,
      included: 10_000,
      purchased: 0,
      usedThisPeriod: 0,
      check: { agrees: true },
      nextRefill: { at: view.periodEnd, amount: 10_000 },
    });
    expect(Date.parse(view.periodEnd)).toBeGreaterThan(Date.parse(view.checkedAt));
  });

  test('granted ones count as purchased, in their environment only', async () => {
    const granted = await grantCredits(operator, { ...live, amount: 50, note: 'sorry' });
    expect(dataOf(granted)).toEqual({ balance: 10_050 });
    expect(await show()).toMatchObject({ balance: 10_050, purchased: 50, check: { agrees: true } });
    const other = dataOf(await showCredits(operator, { environment: 'test' }));
    expect(other.balance).toBe(10_000);
    const { items } = dataOf(await listEntries(operator, live));
    expect(items[0]).toMatchObject({
      sequence: 2,
      kind: 'operator_grant',
      amount: 50,
      balanceAfter: 10_050,
      actor: 'operator',
      note: 'sorry',
    });
  });

  test.each([0, 3, 9_999, 10_000, 10_001, 2_147_483_647])('can be set to %i', async (balance) => {
    expect(dataOf(await setBalance(operator, { ...live, balance }))).toEqual({ balance });
    expect(await show()).toMatchObject({ balance, check: { agrees: true } });
  });

  test.each([-1, 1.5, 2_147_483_648, Number.NaN])('cannot be set to %d', async (balance) => {
    expect(codeOf(await setBalance(operator, { ...live, balance }))).toBe('invalid_input');
  });

  test.each([0, -5, 1.5, 2_147_483_647])('cannot be granted by %d', async (amount) => {
    const result = await grantCredits(operator, { ...live, amount, note: '' });
    expect(codeOf(result)).toBe('invalid_input');
    expect((await show()).balance).toBe(10_000);
  });

  test('show a broken ledger as broken', async () => {
    await ownerPool().query(
      `UPDATE credit_accounts SET balance = balance + 1, purchased = purchased + 1
       WHERE organization_id = $1`,
      [tenant.organizationId],
    );
    expect((await show()).check.agrees).toBe(false);
  });

  test('keep their sum under parallel grants and settings', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        i % 3 === 0
          ? setBalance(operator, { ...live, balance: i * 7 })
          : grantCredits(operator, { ...live, amount: i, note: '' }),
      ),
    );
    expect((await show()).check.agrees).toBe(true);
    const { total, items } = dataOf(await listEntries(operator, { ...live, limit: 100 }));
    expect(items.map((entry) => entry.sequence)).toEqual(
      Array.from({ length: total }, (_, at) => total - at),
    );
  });
});

describe('a period that is over', () => {
  beforeEach(async () => {
    dataOf(await grantCredits(operator, { ...live, amount: 5, note: '' }));
    await endPeriod();
  });

  test('shows as rolled before anything has stored it', async () => {
    const view = await show();
    expect(view).toMatchObject({
      balance: 10_005,
      included: 10_000,
      purchased: 5,
      check: { agrees: true },
    });
    expect(Date.parse(view.periodEnd)).toBeGreaterThan(Date.parse(view.checkedAt));
  });

  test('lapses and is granted anew, once, also when it is rolled by two at once', async () => {
    await Promise.all([rollDuePeriods(), rollDuePeriods()]);
    const { items } = dataOf(await listEntries(operator, live));
    expect(items.map((entry) => [entry.kind, entry.amount, entry.actor])).toEqual([
      ['included_grant', 10_000, 'system'],
      ['lapse', -10_000, 'system'],
      ['operator_grant', 5, 'operator'],
      ['included_grant', 10_000, 'system'],
    ]);
    expect(await show()).toMatchObject({ balance: 10_005, purchased: 5, check: { agrees: true } });
    expect(await rollDuePeriods()).toBe(0);
  });

  test('is rolled first by whatever writes next, with the plan of now', async () => {
    await setOrganization(operator, { plan: 'free' });
    const granted = dataOf(await grantCredits(operator, { ...live, amount: 1, note: '' }));
    expect(granted).toEqual({ balance: 106 });
    expect(await show()).toMatchObject({ included: 100, purchased: 6, check: { agrees: true } });
  });
});

describe('the ledger by pages', () => {
  test('goes there and back without a gap', async () => {
    for (let i = 1; i <= 9; i++) await grantCredits(operator, { ...live, amount: i, note: '' });
    const pages: number[][] = [];
    let cursor: string | undefined;
    let previous: string | null = null;
    do {
      const page = dataOf(await listEntries(operator, { ...live, limit: 4, cursor }));
      pages.push(page.items.map((entry) => entry.sequence));
      expect(page.total).toBe(10);
      cursor = page.nextCursor ?? undefined;
      previous = page.previousCursor;
    } while (cursor !== undefined);
    expect(pages).toEqual([
      [10, 9, 8, 7],
      [6, 5, 4, 3],
      [2, 1],
    ]);
    const back = dataOf(await listEntries(operator, { ...live, limit: 4, cursor: previous ?? '' }));
    expect(back.items.map((entry) => entry.sequence)).toEqual([6, 5, 4, 3]);
  });

  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const list = (cursor: string) => listEntries(operator, { ...live, cursor });

  test.each([
    'x',
    encode('["next",["1"]]'),
    encode('["next",[1.5]]'),
    encode('["next",[-1]]'),
    encode('["next",[1e300]]'),
    encode('["next",[9007199254740992]]'),
    encode('["next",[]]'),
    encode('["next",[1,2]]'),
    encode('["after",[1]]'),
    encode('{"0":"next","1":[1]}'),
  ])('refuses the cursor %j', async (cursor) => {
    expect(await list(cursor)).toMatchObject({
      denial: { code: 'invalid_input', message: expect.stringContaining('first page') },
    });
  });

  test.each(['["next",[0]]', '["next",[-0]]', '["previous",[9007199254740991]]'])(
    'takes the place %s, where nothing is',
    async (text) => expect(dataOf(await list(encode(text))).items).toEqual([]),
  );
});
