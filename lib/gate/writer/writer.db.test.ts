import { hash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import type { AccountFigures } from '#lib/credits/account';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender, seedSpenderIn, sessionIntent } from '#test/spender';
import type { WriteResult } from './intent.ts';
import { Writer } from './writer.ts';

const open: Writer[] = [];
const complaints: string[] = [];

function openWriter(url = env().databaseUrl, onAccount = (_: AccountFigures) => {}): Writer {
  const writer = new Writer({
    url,
    now: clock.now,
    onAccount,
    log: (_level, message) => complaints.push(message),
  });
  open.push(writer);
  return writer;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((writer) => writer.close()));
  expect(await ledgerFaults(ownerPool())).toEqual([]);
  complaints.length = 0;
});

const kindOf = (result: WriteResult) => (result.kind === 'refused' ? result.code : result.kind);
const balanceOf = (result: WriteResult) => (result.kind === 'done' ? result.account.balance : null);

function submitMany(writer: Writer, spender: Spender, count: number): Promise<WriteResult[]> {
  return Promise.all(Array.from({ length: count }, () => writer.submit(sessionIntent(spender))));
}

describe('spending', () => {
  test('60 calls at once on 20 credits: 20 with 20 different balances, 40 told 402', async () => {
    const spender = await seedSpender(ownerPool(), 20);
    const results = await submitMany(openWriter(), spender, 60);
    const balances = results.map(balanceOf).filter((balance) => balance !== null);
    expect(balances.sort((one, other) => one - other)).toEqual([...Array(20).keys()]);
    expect(results.filter((r) => kindOf(r) === 'insufficient_api_credits')).toHaveLength(40);
  });

  test('two writers on the same accounts never oversell and never deadlock', async () => {
    const spenders = await Promise.all([1, 2, 3].map(() => seedSpender(ownerPool(), 50)));
    const writers = [openWriter(), openWriter()];
    const calls = Array.from({ length: 300 }, (_, index) => {
      const spender = spenders[(index * 7) % 3];
      const writer = writers[index % 2];
      return spender && writer ? writer.submit(sessionIntent(spender)) : null;
    });
    const results = (await Promise.all(calls)).filter((result) => result !== null);
    expect(results.filter((r) => r.kind === 'done')).toHaveLength(150);
    expect(results.filter((r) => kindOf(r) === 'insufficient_api_credits')).toHaveLength(150);
    expect(complaints).toEqual([]);
  });

  test('a period that is over is rolled by the first call', async () => {
    const spender = await seedSpender(ownerPool(), 20);
    await ownerPool().query(
      `UPDATE credit_accounts SET period_start = now() - interval '40 days', period_end = now() - interval '1 day'
       WHERE id = $1`,
      [spender.accountId],
    );
    const seen: AccountFigures[] = [];
    const [result] = await submitMany(
      openWriter(env().databaseUrl, (a) => seen.push(a)),
      spender,
      1,
    );
    expect(result).toMatchObject({ kind: 'done', account: { balance: 9_999, usedThisPeriod: 1 } });
    expect(seen).toEqual([expect.objectContaining({ id: spender.accountId, balance: 9_999 })]);
    const { rows } = await ownerPool().query(
      'SELECT kind, amount FROM credit_entries WHERE account_id = $1 ORDER BY sequence',
      [spender.accountId],
    );
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['included_grant', 20],
      ['lapse', -20],
      ['included_grant', 10_000],
      ['debit', -1],
    ]);
  });
});

describe('what the transaction reads again', () => {
  test.each([
    [
      'api_key_revoked',
      "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'other' WHERE id = $2 AND $1 <> ''",
    ],
    ['api_key_expired', "UPDATE api_keys SET expires_at = now() WHERE id = $2 AND $1 <> ''"],
    [
      'api_key_expired',
      "UPDATE api_keys SET retires_at = now(), expires_at = now() + interval '1 day' WHERE id = $2 AND $1 <> ''",
    ],
    [
      'organization_inactive',
      "UPDATE organizations SET status = 'inactive' WHERE id = $1 AND $2 <> ''",
    ],
    [
      'insufficient_permissions',
      "DELETE FROM api_key_scopes WHERE key_id = $2 AND scope = 'sessions:write' AND $1 <> ''",
    ],
  ])('%s, whatever the caller was told before', async (code, change) => {
    const spender = await seedSpender(ownerPool(), 20);
    const writer = openWriter();
    expect((await submitMany(writer, spender, 1)).map(kindOf)).toEqual(['done']);
    await ownerPool().query(change, [spender.organizationId, spender.keyId]);
    expect((await submitMany(writer, spender, 3)).map(kindOf)).toEqual([code, code, code]);
  });

  test('sessions that are streaming, in this environment only', async () => {
    const spender = await seedSpender(ownerPool(), 20, { plan: 'free' });
    const other = await seedSpenderIn(ownerPool(), spender.organizationId, 'test');
    const writer = openWriter();
    await submitMany(writer, spender, 2);
    await ownerPool().query("UPDATE voice_sessions SET status = 'active' WHERE api_key_id = $1", [
      spender.keyId,
    ]);
    expect((await submitMany(writer, spender, 1)).map(kindOf)).toEqual([
      'concurrent_sessions_exceeded',
    ]);
    expect((await submitMany(writer, other, 1)).map(kindOf)).toEqual(['done']);
  });
});

describe('idempotency', () => {
  /** A record of this spender's; `name` and `fingerprint` are two hexadecimal digits. */
  const record = (spender: Spender, name: string, fingerprint = 'ab') => ({
    record: {
      id: hash('sha256', spender.accountId).slice(0, 30) + name,
      fingerprint: fingerprint.repeat(32),
    },
  });

  test('the first answer again, free; another body is a mismatch', async () => {
    const spender = await seedSpender(ownerPool(), 20);
    const writer = openWriter();
    const first = await writer.submit(sessionIntent(spender, record(spender, '01')));
    const again = await writer.submit(sessionIntent(spender, record(spender, '01')));
    expect(again).toMatchObject({
      kind: 'replay',
      status: 201,
      kept: 'kept' in first ? first.kept : '',
    });
    const other = await writer.submit(sessionIntent(spender, record(spender, '01', 'cd')));
    expect(kindOf(other)).toBe('idempotency_mismatch');
    expect(balanceOf(await writer.submit(sessionIntent(spender, record(spender, '02'))))).toBe(18);
  });

  test('in flight in this process is a conflict at once, and free again after a refusal', async () => {
    const spender = await seedSpender(ownerPool(), 0);
    const writer = openWriter();
    const [first, second] = await Promise.all([
      writer.submit(sessionIntent(spender, record(spender, '01'))),
      writer.submit(sessionIntent(spender, record(spender, '01'))),
    ]);
    expect([first, second].map(kindOf)).toEqual([
      'insufficient_api_credits',
      'idempotency_conflict',
    ]);
    await ownerPool().query(
      `WITH a AS (UPDATE credit_accounts SET balance = 1, purchased = 1, last_sequence = 1 WHERE id = $1)
       INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
       VALUES ($1, 1, 'purchase', 1, 0, 1, 1, 'operator')`,
      [spender.accountId],
    );
    expect(kindOf(await writer.submit(sessionIntent(spender, record(spender, '01'))))).toBe('done');
  });

  test('at two writers: one effect, the other gets the replay', async () => {
    const spender = await seedSpender(ownerPool(), 200);
    const writers = [openWriter(), openWriter()];
    for (let round = 0; round < 100; round++) {
      const key = record(spender, (round + 16).toString(16));
      const results = await Promise.all(writers.map((w) => w.submit(sessionIntent(spender, key))));
      expect(results.map((r) => r.kind).sort()).toEqual(['done', 'replay']);
      expect(new Set(results.map((r) => 'kept' in r && r.kept)).size).toBe(1);
    }
  });

  test('a record past its 24 hours is nothing, and is replaced', async () => {
    const spender = await seedSpender(ownerPool(), 20);
    const writer = openWriter();
    await writer.submit(sessionIntent(spender, record(spender, '01')));
    const { id } = record(spender, '01').record;
    const age = (seconds: number) =>
      ownerPool().query(
        'UPDATE idempotency_records SET expires_at = now() + make_interval(secs => $1) WHERE id = $2',
        [seconds, id],
      );
    const kept = await ownerPool().query(
      `SELECT extract(epoch FROM i.expires_at - s.created_at)::int / 3600 AS hours
       FROM idempotency_records i, voice_sessions s WHERE i.id = $1 AND s.organization_id = $2`,
      [id, spender.organizationId],
    );
    expect(kept.rows).toEqual([{ hours: 24 }]);
    await age(1);
    expect(kindOf(await writer.submit(sessionIntent(spender, record(spender, '01'))))).toBe(
      'replay',
    );
    await age(0);
    expect(kindOf(await writer.submit(sessionIntent(spender, record(spender, '01', 'cd'))))).toBe(
      'done',
    );
    expect(kindOf(await writer.submit(sessionIntent(spender, record(spender, '01', 'cd'))))).toBe(
      'replay',
    );
  });
});
