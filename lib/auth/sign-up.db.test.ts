import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { showCredits } from '#lib/credits/show';
import { db } from '#lib/db/prisma';
import { ownerPool } from '#test/database';
import { changedSince, everyRow } from '#test/tables';
import { asOperator, codeOf, dataOf } from '#test/tenant';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { closeThrottles } from './throttle.ts';

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
const person = {
  name: 'Ada Lovelace',
  email: 'Ada@Example.com',
  password: 'notes on the analytical engine',
  organizationName: 'Engines',
};

beforeEach(async () => {
  await ownerPool().query('DELETE FROM sign_in_throttles');
});
afterAll(closeThrottles);

describe('signUp', () => {
  test('makes person, organization, ownership, accounts and first alerts in one transaction', async () => {
    const before = await everyRow();
    expect(await signUp(person, origin)).toEqual({ ok: true, data: { email: 'ada@example.com' } });
    const changed = changedSince(before, await everyRow()).filter(
      (row) => row.table !== 'sign_in_throttles',
    );
    expect(changed.map((row) => row.table).sort()).toEqual([
      'alert_channels',
      ...Array(14).fill('alert_rules'),
      'audit_events',
      'audit_events',
      'credit_accounts',
      'credit_accounts',
      'credit_entries',
      'credit_entries',
      // The first grant crosses zero upwards.
      'credit_signals',
      'credit_signals',
      'memberships',
      'organizations',
      'users',
    ]);
    expect(new Set(changed.map((row) => row.xmin)).size).toBe(1);

    const user = await db().user.findUniqueOrThrow({
      where: { email: 'ada@example.com' },
      include: { memberships: { include: { organization: true } } },
    });
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const membership = user.memberships[0];
    expect(membership).toMatchObject({
      role: 'owner',
      organization: { name: 'Engines', plan: 'free', status: 'active' },
    });
    const ctx = asOperator(membership?.organizationId);
    for (const environment of ['live', 'test'] as const) {
      expect(dataOf(await showCredits(ctx, { environment }))).toMatchObject({
        balance: 100,
        included: 100,
        purchased: 0,
        check: { agrees: true },
      });
    }
    expect(await signIn(person, origin)).toMatchObject({ ok: true });
  });

  test('answers the same for an address that has an account, and changes nothing', async () => {
    const other = { ...person, password: 'somebody else’s passphrase', organizationName: 'Other' };
    const before = await everyRow();
    expect(await signUp(other, origin)).toEqual({ ok: true, data: { email: 'ada@example.com' } });
    const changed = changedSince(before, await everyRow());
    expect(changed.filter((row) => row.table !== 'sign_in_throttles')).toEqual([]);
    expect(await signIn(other, origin)).toMatchObject({ ok: false, reason: 'wrong' });
  });

  test('takes the same time for both', async () => {
    const times: number[][] = [[], []];
    for (let round = 0; round < 8; round++) {
      for (const [at, email] of ['ada@example.com', `new${round}@example.com`].entries()) {
        const started = performance.now();
        await signUp({ ...person, email }, origin);
        times[at]?.push(performance.now() - started);
      }
    }
    const median = (list: number[] = []) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    expect(median(times[0])).toBeGreaterThan(295);
    expect(Math.abs(median(times[0]) - median(times[1]))).toBeLessThan(30);
  });

  test.each([
    ['name', { name: '' }],
    ['email', { email: 'ada' }],
    ['email', { email: 'ada＠evil.com@example.com' }],
    ['password', { password: 'password123' }],
    ['password', { password: 'short' }],
    ['password', { password: 'Lovelace!' }],
    ['organizationName', { organizationName: 'a\nb' }],
    ['role', { role: 'owner' }],
  ])('refuses a bad %s', async (field, change) => {
    const result = await signUp({ ...person, ...change } as never, origin);
    expect(codeOf(result)).toBe('invalid_input');
    expect(Object.keys(result.ok ? {} : (result.denial.fields ?? {}))).toEqual([field]);
  });

  test('is slowed per address', async () => {
    const codes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        signUp({ ...person, email: `many${i}@example.com` }, origin).then(codeOf),
      ),
    );
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(2);
    const elsewhere = { ...origin, ip: '203.0.113.2' };
    expect(codeOf(await signUp({ ...person, email: 'else@example.com' }, elsewhere))).toBe('done');
  });
});
