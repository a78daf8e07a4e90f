import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { analyse } from './analyse.ts';
import { runDueAnalyses } from './run-due.ts';

const session = newId('sess');
let pool: Pool;
let other: Pool;

beforeAll(async () => {
  pool = createPool({ max: 1, name: 'one worker' });
  other = createPool({ max: 1, name: 'other worker' });
  await ownerPool().query(`
    INSERT INTO organizations (id, name) VALUES ('org_1', 'One');
    INSERT INTO api_keys (id, organization_id, environment, name, digest, pepper_version, prefix, tail)
      VALUES ('key_1', 'org_1', 'live', 'One', decode(repeat('00', 32), 'hex'), 1, 'sk_live_abcd', 'wxyz');
    INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, status, stream_expires_at, ended_at)
      VALUES ('${session}', 'org_1', 'live', 'key_1', 'ai_agent', 'ended', now(), now());
    INSERT INTO voice_turns (session_id, sequence, speaker, language, text, offset_ms, duration_ms)
      SELECT '${session}', n, 'agent', 'en', 'Hello.', n * 1000, 500 FROM generate_series(1, 3) n`);
});
afterAll(async () => {
  await pool.end();
  await other.end();
});
beforeEach(() => ownerPool().query('DELETE FROM analyses'));

async function add(count = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('anl'));
  await ownerPool().query(
    `INSERT INTO analyses (id, session_id, organization_id, environment, api_key_id, include)
     SELECT id, $2, 'org_1', 'live', 'key_1', '{summary}' FROM unnest($1::text[]) id`,
    [ids, session],
  );
  return ids;
}

async function look(id: string) {
  const { rows } = await ownerPool().query(
    `SELECT status, attempts, results, error, completed_at IS NOT NULL AS over,
       round(extract(epoch FROM next_attempt_at - clock_timestamp()))::int AS wait FROM analyses WHERE id = $1`,
    [id],
  );
  return rows[0] as Record<string, unknown>;
}

const makeDue = () =>
  ownerPool().query("UPDATE analyses SET next_attempt_at = now() - interval '1 s'");
const failing = () => {
  throw new Error('broken');
};

test('two workers share what is due, and nothing is done twice', async () => {
  const ids = await add(60);
  let runs = 0;
  const counted: typeof analyse = (...given) => {
    runs += 1;
    return analyse(...given);
  };
  const done = await Promise.all([runDueAnalyses(pool, counted), runDueAnalyses(other, counted)]);
  expect([runs, done[0] + done[1]]).toEqual([60, 60]);
  expect(Math.min(...done)).toBeGreaterThan(0);
  for (const id of ids) {
    expect(await look(id)).toMatchObject({ status: 'completed', attempts: 1, error: '' });
  }
  expect(await runDueAnalyses(pool)).toBe(0);
});

test('what another worker is taking is neither taken nor waited for', async () => {
  const [held = '', free = ''] = await add(2);
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM analyses WHERE id = $1 FOR UPDATE', [held]);
  const ended = await Promise.race([runDueAnalyses(pool), pause(2_000, 'waited')]);
  await holder.query('ROLLBACK');
  holder.release();
  expect(ended).toBe(1);
  expect(await look(free)).toMatchObject({ status: 'completed' });
  expect(await look(held)).toMatchObject({ status: 'processing', attempts: 0 });
});

test('a fault is tried again after 30 s, 1, 5 and 15 minutes; then it has failed, and says so', async () => {
  const [id = ''] = await add();
  for (const wait of [30, 60, 300, 900]) {
    expect(await runDueAnalyses(pool, failing)).toBe(1);
    const seen = await look(id);
    expect(seen).toMatchObject({ status: 'processing', error: '', over: false });
    expect(Math.abs(Number(seen.wait) - wait)).toBeLessThan(3);
    expect(await runDueAnalyses(pool, failing)).toBe(0);
    await makeDue();
  }
  await runDueAnalyses(pool, failing);
  expect(await look(id)).toMatchObject({
    status: 'failed',
    attempts: 5,
    results: null,
    over: true,
    error: 'Something went wrong on our side, 5 times in a row. Ask for a new analysis.',
  });
  await makeDue();
  expect(await runDueAnalyses(pool)).toBe(0);
});

test('an attempt that took too long does not overwrite the next one', async () => {
  const [id = ''] = await add();
  const slow = {
    query: async (text: string, values: unknown[]) => {
      // Meanwhile somebody else has it.
      if (text.includes('SET status')) {
        await ownerPool().query('UPDATE analyses SET attempts = attempts + 1 WHERE id = $1', [id]);
      }
      return pool.query(text, values);
    },
  };
  await runDueAnalyses(slow as unknown as Pool);
  expect(await look(id)).toMatchObject({ status: 'processing', attempts: 2 });
  await makeDue();
  await runDueAnalyses(other);
  expect(await look(id)).toMatchObject({ status: 'completed', attempts: 3 });
});

test('a worker that is killed in the middle of it loses nothing', async () => {
  const [id = ''] = await add();
  const child = fork('test/killed-worker.ts', { silent: true });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(await look(id)).toMatchObject({ status: 'processing', attempts: 1 });
  expect(await runDueAnalyses(pool)).toBe(0);
  await makeDue();
  await runDueAnalyses(pool);
  expect(await look(id)).toMatchObject({ status: 'completed', attempts: 2 });
});

test('what kills each worker has failed after the fifth', async () => {
  const [id = ''] = await add();
  await ownerPool().query('UPDATE analyses SET attempts = 5 WHERE id = $1', [id]);
  await runDueAnalyses(pool);
  expect(await look(id)).toMatchObject({ status: 'failed', attempts: 6 });
});

test('a session without turns fails at once with its reason', async () => {
  const [id = ''] = await add();
  const { rows } = await ownerPool().query('DELETE FROM voice_turns RETURNING *');
  await runDueAnalyses(pool);
  expect(rows).toHaveLength(3);
  expect(await look(id)).toMatchObject({
    status: 'failed',
    attempts: 1,
    error: 'The session has no transcript to analyse.',
  });
});
