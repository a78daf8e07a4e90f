import type { PoolClient } from 'pg';
import { env } from '#lib/env';
import { denied, done, type Result } from '#lib/result';
import type { Kept } from './cover.ts';
import { usagePool } from './pool.ts';

const DAY_MS = 86_400_000;

/** What a question about the records may use: one unchanging view of them. */
export type Asking = {
  readonly client: Pick<PoolClient, 'query'>;
  /** Epoch milliseconds by the database's clock. */
  readonly now: number;
  readonly kept: Kept;
};

/**
 * Answers a question about what was recorded, all of it as of one moment. Takes it longer than a page
 * may wait, that is the answer.
 */
export function askRecords<T>(run: (asking: Asking) => Promise<T>): Promise<Result<T>> {
  return inTime(async () => done(await inSnapshot(run)));
}

/** The answer of `run`; when the records took too long to read, a denial that says so. */
export async function inTime<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run();
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return denied(
      'unavailable',
      'This took longer than two seconds to read, so we stopped. Nothing is lost. Choose a shorter range or fewer filters, or try again in a moment.',
    );
  }
}

async function inSnapshot<T>(run: (asking: Asking) => Promise<T>): Promise<T> {
  const client = await usagePool().connect();
  try {
    await client.query(
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL work_mem = '32MB'",
    );
    const answer = await run({ client, ...(await readProgress(client)) });
    await client.query('COMMIT');
    client.release();
    return answer;
  } catch (error) {
    const rolledBack = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    client.release(!rolledBack);
    throw error;
  }
}

type Progress = { now: Date; hours_until: Date; days_until: Date };

async function readProgress(client: PoolClient): Promise<Omit<Asking, 'client'>> {
  const { rows } = await client.query<Progress>(
    'SELECT clock_timestamp()::timestamptz(3) AS now, hours_until, days_until FROM records.progress',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('records.progress has no row');
  const now = row.now.getTime();
  const oldest = now - env().recordDays.minutes * DAY_MS;
  return {
    now,
    kept: {
      hoursUntil: row.hours_until.getTime(),
      daysUntil: row.days_until.getTime(),
      minutesFrom: Math.floor(oldest / DAY_MS) * DAY_MS,
    },
  };
}

/** The server's `query_canceled`, or no connection in time. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === '57014') return true;
  return error.message.startsWith('timeout exceeded when trying to connect');
}
