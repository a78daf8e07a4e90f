import type { Client, QueryResultRow } from 'pg';
import type { Statement } from './effect.ts';

const beginning = { name: 'begin', text: 'BEGIN' };
const committing = { name: 'commit', text: 'COMMIT' };

/**
 * The rows `x` of the text $1: a line each, its fields `f` between tabs. PostgreSQL takes it apart several
 * times as fast as JSON.
 */
export const lines = `(
    SELECT string_to_array(line, E'\\t') AS f FROM string_to_table($1, E'\\n') AS line OFFSET 0) x`;

/**
 * A row of `lines`; null is an empty field. JSON is a field as it is, since it escapes tabs and line breaks
 * (RFC 8259 §7). @throws for any other text that has one: it would become fields or rows of its own
 */
export function lineOf(fields: readonly (string | number | null)[]): string {
  const line = fields.join('\t');
  if (line.includes('\n') || line.split('\t').length !== fields.length) {
    throw new Error('a field has a tab or a line break');
  }
  return line;
}

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
