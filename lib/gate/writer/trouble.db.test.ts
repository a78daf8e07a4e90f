import { afterEach, expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender, sessionIntent } from '#test/spender';
import type { WriteResult } from './intent.ts';
import { type WriterPoint, writerPoints } from './transact.ts';
import { Writer } from './writer.ts';

const open: Writer[] = [];
const complaints: string[] = [];

function openWriter(url = env().databaseUrl): Writer {
  const writer = new Writer({
    url,
    now: clock.now,
    onAccount: () => {},
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

/** Process ids of the writers' connections; `act` is done to each of them. */
async function writerBackends(act: string): Promise<number[]> {
  const { rows } = await ownerPool().query<{ pid: number }>(
    `SELECT pid, ${act} FROM pg_stat_activity WHERE application_name = 'gate writer' AND datname = current_database()`,
  );
  return rows.map(({ pid }) => pid);
}

async function countSessions(spender: Spender): Promise<number> {
  const { rows } = await ownerPool().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM voice_sessions WHERE api_key_id = $1',
    [spender.keyId],
  );
  return rows[0]?.count ?? 0;
}

function submitMany(writer: Writer, spender: Spender, count: number): Promise<WriteResult[]> {
  return Promise.all(Array.from({ length: count }, () => writer.submit(sessionIntent(spender))));
}

/** Resolves when so many batches have passed the point. */
function passed(wanted: WriterPoint, times: number): Promise<void> {
  let left = times;
  return new Promise((resolve) => {
    writerPoints.subscribe(function listen(point) {
      if (point === wanted) left -= 1;
      if (left === 0 && writerPoints.unsubscribe(listen)) resolve();
    });
  });
}

test('a call that the database refuses fails alone', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const writer = openWriter();
  const results = await Promise.all(
    [0, 1, 2, 3].map((index) =>
      writer.submit(sessionIntent(spender, index === 2 ? { metadata: { bad: '\0' } } : {})),
    ),
  );
  expect(results.map(kindOf)).toEqual(['done', 'done', 'internal_error', 'done']);
  expect(complaints).toEqual(['a write failed']);
});

test.each(['at first', 'when everything is foreseen'])(
  'a fault of ours fails alone too, %s',
  async (when) => {
    const spender = await seedSpender(ownerPool(), 20);
    const writer = openWriter();
    if (when !== 'at first') await submitMany(writer, spender, 1);
    const results = await Promise.all([
      writer.submit(sessionIntent(spender)),
      writer.submit(brokenIntent(spender)),
      writer.submit(sessionIntent(spender)),
    ]);
    expect(results.map(kindOf)).toEqual(['done', 'internal_error', 'done']);
  },
);

test('a fault of ours that comes while another batch is committed does not have that one done again', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const writer = openWriter();
  await submitMany(writer, spender, 1);
  const sent = passed('sent', 1);
  const first = submitMany(writer, spender, 1);
  await sent;
  const second = await writer.submit(brokenIntent(spender));
  expect([...(await first), second].map(kindOf)).toEqual(['done', 'internal_error']);
  expect(await countSessions(spender)).toBe(2);
});

test('an account that somebody holds does not hold up the others', async () => {
  const [held, free] = await Promise.all([1, 2].map(() => seedSpender(ownerPool(), 20)));
  if (held === undefined || free === undefined) throw new Error('no spenders');
  const writer = openWriter();
  await submitMany(writer, free, 1);
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM credit_accounts WHERE id = $1 FOR UPDATE', [held.accountId]);
  const waiting = submitMany(writer, held, 2);
  const started = performance.now();
  expect((await submitMany(writer, free, 5)).map(kindOf)).toEqual(Array(5).fill('done'));
  expect(performance.now() - started).toBeLessThan(1_000);
  await holder.query('ROLLBACK');
  holder.release();
  expect((await waiting).map(balanceOf)).toEqual([19, 18]);
});

test('an account held for ever: told 503 within 2 s, without a trace', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM credit_accounts WHERE id = $1 FOR UPDATE', [spender.accountId]);
  const writer = openWriter();
  const started = performance.now();
  expect((await submitMany(writer, spender, 3)).map(kindOf)).toEqual(
    Array(3).fill('service_unavailable'),
  );
  expect(performance.now() - started).toBeLessThan(2_300);
  await holder.query('ROLLBACK');
  holder.release();
  const [next] = await submitMany(writer, spender, 1);
  expect(next && balanceOf(next)).toBe(19);
});

const record = { id: '01'.repeat(16), fingerprint: 'ab'.repeat(32) };

/** Whose code fails when it is to be performed. */
function brokenIntent(spender: Spender) {
  const { effect, ...intent } = sessionIntent(spender);
  return { ...intent, effect: { ...effect, perform: () => JSON.parse('{') } };
}

test('told 503 while its lock is awaited: not charged when the lock comes, and free to try again', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const writer = openWriter();
  await submitMany(writer, spender, 1);
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM credit_accounts WHERE id = $1 FOR UPDATE', [spender.accountId]);
  // The first attempt does not wait for locks; the second one does.
  const opening = passed('opening', 2);
  const waiting = Promise.all([
    writer.submit(sessionIntent(spender)),
    writer.submit(sessionIntent(spender, { record })),
  ]);
  await opening;
  const elapsed = vi.spyOn(clock, 'elapsed').mockReturnValue(clock.elapsed() + 1_710);
  expect((await waiting).map(kindOf)).toEqual(Array(2).fill('service_unavailable'));
  elapsed.mockRestore();
  await holder.query('ROLLBACK');
  holder.release();
  // While its transaction is still on its way, the same key is a conflict.
  const again = await vi.waitFor(async () => {
    const result = await writer.submit(sessionIntent(spender, { record }));
    expect(kindOf(result)).toBe('done');
    return result;
  });
  expect(balanceOf(again)).toBe(18);
});

test('a slow database: told 503 within 2 s also when the own batch began late', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const writer = openWriter();
  await submitMany(writer, spender, 1);
  await ownerPool().query(`
    CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.2); RETURN NEW; END';
    CREATE TRIGGER doze BEFORE INSERT ON voice_sessions FOR EACH ROW EXECUTE FUNCTION doze()`);
  const first = submitMany(writer, spender, 1);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const started = performance.now();
  const second = await submitMany(writer, spender, 1);
  expect(performance.now() - started).toBeLessThan(2_300);
  expect([...(await first), ...second].map(kindOf)).toEqual(['done', 'service_unavailable']);
  await writer.close();
  await ownerPool().query('DROP TRIGGER doze ON voice_sessions; DROP FUNCTION doze');
});

test('a connection that the server ends is made again', async () => {
  const spender = await seedSpender(ownerPool(), 200);
  const writer = openWriter();
  for (let round = 0; round < 5; round++) {
    await submitMany(writer, spender, 3);
    const [ended] = await writerBackends('pg_terminate_backend(pid)');
    await vi.waitFor(async () => expect(await writerBackends('true')).not.toEqual([ended]), 2_000);
    await vi.waitFor(async () => expect(await writerBackends('true')).toHaveLength(1), 2_000);
    const results = await submitMany(writer, spender, 3);
    expect(results.map(kindOf)).toEqual(['done', 'done', 'done']);
  }
  expect(await countSessions(spender)).toBe(30);
});

test('a connection that the server ends again and again: nothing is done twice', async () => {
  const spender = await seedSpender(ownerPool(), 100_000);
  const writer = openWriter();
  const counts = { done: 0, unknown: 0, other: 0 };
  // Each lives long enough for a statement or two: on a busy machine nothing would be done, if connecting
  // alone took as long. There, too, rounds in which all wait in vain come to an end.
  const end = `CASE WHEN backend_start < clock_timestamp() - interval '80 ms' THEN pg_terminate_backend(pid) END`;
  const ending = setInterval(() => void writerBackends(end), 40);
  const until = performance.now() + 15_000;
  for (let round = 0; round < 60 && performance.now() < until; round++) {
    for (const result of await submitMany(writer, spender, 20)) {
      const kind = kindOf(result);
      counts[kind === 'done' ? 'done' : kind === 'service_unavailable' ? 'unknown' : 'other']++;
    }
  }
  clearInterval(ending);
  await writer.close();
  const written = await countSessions(spender);
  expect(counts.other).toBe(0);
  expect(counts.done).toBeGreaterThan(20);
  expect(written).toBeGreaterThanOrEqual(counts.done);
  expect(written).toBeLessThanOrEqual(counts.done + counts.unknown);
});

test('no database: everyone is told within 2 s, beyond the queue at once', async () => {
  const spender = await seedSpender(ownerPool(), 20);
  const writer = openWriter('postgresql://portal:portal@127.0.0.1:1/none');
  const started = performance.now();
  const waiting = submitMany(writer, spender, 4_096);
  const [refused] = await submitMany(writer, spender, 1);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(refused && kindOf(refused)).toBe('service_unavailable');
  expect(new Set((await waiting).map(kindOf))).toEqual(new Set(['service_unavailable']));
  expect(performance.now() - started).toBeLessThan(2_500);
});

test('closing finishes what was accepted and takes no more', async () => {
  const spender = await seedSpender(ownerPool(), 500);
  const writer = openWriter();
  const accepted = submitMany(writer, spender, 300);
  const closed = writer.close();
  const late = submitMany(writer, spender, 2);
  expect((await accepted).every(({ kind }) => kind === 'done')).toBe(true);
  expect((await late).map(kindOf)).toEqual(Array(2).fill('service_unavailable'));
  await closed;
});
