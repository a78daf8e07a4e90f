import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CallOrigin } from '#lib/context';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { makeTenant } from '#test/tenant';
import { hashPassword } from './password.ts';
import { signIn } from './sign-in.ts';
import { closeThrottles } from './throttle.ts';

const verified = vi.hoisted(() => ({ times: 0 }));
vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof import('@node-rs/argon2')>();
  const verify: typeof argon2.verify = (...given) => {
    verified.times++;
    return argon2.verify(...given);
  };
  return { ...argon2, verify };
});

const PASSWORD = 'a passphrase of some length';
let passwordHash: string;
let organizationId: string;
let address = 0;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  organizationId = (await makeTenant()).organizationId;
});
afterAll(closeThrottles);

/** An address that nobody has called from yet. */
function from(): CallOrigin {
  address++;
  const ip = `198.18.${address >> 8}.${address & 255}`;
  return { ip, userAgent: 'browser', requestId: 'req_test' };
}

async function makeUser(change: { disabledAt?: Date; member?: boolean } = {}): Promise<string> {
  const id = newId('usr');
  const email = `${id.toLowerCase()}@example.com`;
  const { member = true, ...columns } = change;
  await db().user.create({ data: { id, email, name: 'Ada', passwordHash, ...columns } });
  if (member) {
    await db().membership.create({ data: { organizationId, userId: id, role: 'viewer' } });
  }
  return email;
}

/** The statement of a call of pg's `query`. */
function textOf([statement]: unknown[]): unknown {
  const isConfig = typeof statement === 'object' && statement !== null && 'text' in statement;
  return isConfig ? statement.text : statement;
}

const wrong = { ok: false, reason: 'wrong' };

describe('signIn', () => {
  test('opens a new session of 12 hours each time, and notes it', async () => {
    const email = await makeUser();
    const origin = from();
    const first = await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD }, origin);
    const second = await signIn({ email, password: PASSWORD }, origin);
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(first.sessionId).not.toBe(second.sessionId);
    const row = await db().userSession.findUniqueOrThrow({ where: { id: first.sessionId } });
    expect(row).toMatchObject({
      organizationId,
      ip: origin.ip,
      userAgent: 'browser',
      endedAt: null,
    });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(12 * 3_600_000);
    const event = await db().auditEvent.findFirstOrThrow({ where: { targetId: first.sessionId } });
    expect(event).toMatchObject({ action: 'session.open', outcome: 'done', organizationId });
  });

  test('answers the same to all that cannot sign in', async () => {
    const known = await makeUser();
    const disabled = await makeUser({ disabledAt: new Date() });
    const alone = await makeUser({ member: false });
    const attempts = [
      { email: known, password: 'not the passphrase' },
      { email: 'nobody@example.com', password: PASSWORD },
      { email: disabled, password: PASSWORD },
      { email: alone, password: PASSWORD },
      { email: 'no address', password: PASSWORD },
      { email: '', password: '' },
      { email: known, password: 'x'.repeat(2000) },
      { email: known },
      { email: { not: '' }, password: { not: '' } },
      null,
    ];
    for (const attempt of attempts) expect(await signIn(attempt, from())).toEqual(wrong);
  });

  test('keeps nothing of what was typed by somebody unknown', async () => {
    await signIn({ email: 'my-secret-password', password: 'x' }, from());
    const { rows } = await ownerPool().query<{ text: string }>(
      `SELECT to_jsonb(t)::text AS text FROM audit_events t
       UNION ALL SELECT to_jsonb(t)::text FROM sign_in_throttles t`,
    );
    expect(rows.filter((row) => row.text.includes('my-secret-password'))).toEqual([]);
    const refused = await db().auditEvent.count({
      where: { action: 'session.open', outcome: 'refused', targetId: null },
    });
    expect(refused).toBeGreaterThan(0);
  });

  test('does the same work for all that cannot sign in: one hash, the same statements', async () => {
    const known = await makeUser();
    const disabled = await makeUser({ disabledAt: new Date() });
    const alone = await makeUser({ member: false });
    const query = vi.spyOn(Client.prototype, 'query');
    const work = [];
    for (const [email, password] of [
      [known, 'not the passphrase'],
      [known, 'x'.repeat(2000)],
      [disabled, PASSWORD],
      [alone, PASSWORD],
      ['nobody@example.com', PASSWORD],
      ['no address', PASSWORD],
    ]) {
      query.mockClear();
      verified.times = 0;
      expect(await signIn({ email, password }, from())).toEqual(wrong);
      work.push({ hashes: verified.times, statements: query.mock.calls.map(textOf) });
    }
    query.mockRestore();
    const [first, ...others] = work;
    expect(first?.hashes).toBe(1);
    expect(first?.statements.length).toBeGreaterThan(3);
    for (const one of others) expect(one).toEqual(first);
  });

  test('takes as long for an unknown account as for a wrong password', async () => {
    const email = await makeUser();
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (let round = 0; round < 40; round++) {
      for (const kind of round % 2 === 0
        ? (['known', 'unknown'] as const)
        : (['unknown', 'known'] as const)) {
        const address = kind === 'known' ? email : `nobody${round}@example.com`;
        await ownerPool().query('DELETE FROM sign_in_throttles');
        const origin = from();
        const started = performance.now();
        await signIn({ email: address, password: `guess ${round}` }, origin);
        times[kind].push(performance.now() - started);
      }
    }
    const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    const [known, unknown] = [median(times.known), median(times.unknown)];
    // Without the decoy hash the unknown account answers in a fraction of the time.
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(6, 0.3 * known));
  });
});

describe('the limits', () => {
  const guess = (email: string, origin: CallOrigin) =>
    signIn({ email, password: `guess ${newId('ask')}` }, origin);

  test('an address has 10 guesses at an account, also when all come at once', async () => {
    const email = await makeUser();
    const origin = from();
    const results = await Promise.all(Array.from({ length: 40 }, () => guess(email, origin)));
    expect(results.filter((one) => !one.ok && one.reason === 'wrong')).toHaveLength(10);
    const refused = await signIn({ email, password: PASSWORD }, origin);
    expect(refused).toMatchObject({ ok: false, reason: 'rate_limited' });
    if (!refused.ok && refused.reason === 'rate_limited') {
      expect(refused.retryAfter).toBeGreaterThan(0);
      expect(refused.retryAfter).toBeLessThanOrEqual(15 * 60);
    }
    // The owner, elsewhere, is not locked out by it.
    expect(await signIn({ email, password: PASSWORD }, from())).toMatchObject({ ok: true });
  });

  test('says the same of an account that does not exist', async () => {
    const origin = from();
    for (let i = 0; i < 10; i++) expect(await guess('no-one@example.com', origin)).toEqual(wrong);
    expect(await guess('no-one@example.com', origin)).toMatchObject({ reason: 'rate_limited' });
  });

  test('an address has 50 guesses over all accounts', async () => {
    const origin = from();
    const results = [];
    for (let i = 0; i < 60; i++) results.push(await guess(`many${i}@example.com`, origin));
    expect(results.filter((one) => !one.ok && one.reason === 'wrong')).toHaveLength(50);
  });

  test('guesses from everywhere make an account wait for minutes, not for long', async () => {
    const email = await makeUser();
    const results = [];
    for (let i = 0; i < 35; i++) results.push(await guess(email, from()));
    expect(results.filter((one) => !one.ok && one.reason === 'wrong')).toHaveLength(30);
    const last = results.at(-1);
    if (last?.ok !== false || last.reason !== 'rate_limited') throw new Error('not limited');
    expect(last.retryAfter).toBeLessThanOrEqual(5 * 60);
  });

  test('a whole IPv6 network counts as one address', async () => {
    const email = await makeUser();
    const network = (host: number) => ({ ...from(), ip: `2001:db8:1:2::${host.toString(16)}` });
    for (let i = 1; i <= 10; i++) expect(await guess(email, network(i))).toEqual(wrong);
    expect(await guess(email, network(11))).toMatchObject({ reason: 'rate_limited' });
  });

  test('a success takes its own attempts back', async () => {
    const email = await makeUser();
    const origin = from();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await guess(email, origin);
      expect(await signIn({ email, password: PASSWORD }, origin)).toMatchObject({ ok: true });
    }
  });
});
