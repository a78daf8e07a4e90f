import type { Client, QueryResultRow } from 'pg';
import type { Statement } from './effect.ts';

const beginning = { name: 'begin', text: 'BEGIN' };
const committing = { name: 'commit', text: 'COMMIT' };

/** Runs a prepared statement; on a pipelining client it is sent at once, behind those before it. */
export async function run<Row extends QueryResultRow>(
  client: Client,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await client.query<Row>({ ...statement, values: [...values] });
  return result.rows;
}

/** Opens a transaction. */
export async function begin(client: Client): Promise<void> {
  await client.query(beginning);
}

/** Ends the transaction for good. @throws when it was rolled back instead, since a statement had failed. */
export async function commit(client: Client): Promise<void> {
  const { command } = await client.query(committing);
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
}

/** Ends the transaction without a trace. */
export async function rollback(client: Client): Promise<void> {
  await client.query('ROLLBACK');
}

/** Waits for every statement, then reports the first failure: those behind it only echo it. */
export async function allOf(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(sent)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
