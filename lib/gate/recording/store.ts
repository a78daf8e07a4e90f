import type { Writable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { clock } from '#lib/clock';
import { within } from '#lib/gate/within';
import type { Batch } from './batch.ts';
import type { Segment } from './segment.ts';
import { COPY_SEGMENTS, segmentRows } from './segment-rows.ts';
import type { KeySheet } from './sheet.ts';

/** Which gate stores, its how-manieth batch this is, and what it had to leave out so far. */
export type Sender = {
  readonly gateId: string;
  readonly number: number;
  readonly dropped: number;
};

/** Takes the number of the batch, unless it was taken: then an earlier attempt stored it. */
const TAKE = `UPDATE gate_instances SET recorded_batch = $2, records_dropped = $3
  WHERE id = $1 AND recorded_batch < $2`;
const TAKEN = 'SELECT FROM gate_instances WHERE id = $1 AND recorded_batch >= $2';

const time = (column: string) => `to_timestamp(${column} / 1000)`;

/** Rows in the order of their key, so that several gates never wait for each other in a ring. */
const MINUTES = `
  INSERT INTO records.usage_minutes AS m (organization_id, environment, start, key_id, route, status, code,
    requests, credits, replays, latency, peak, peak_limit, key_peak, key_limit)
  SELECT o, e::environment, ${time('s')}, k, r, st, c, n, cr, rp, l::integer[], p, pl, kp, kl
  FROM unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::text[], $6::int2[], $7::text[], $8::int[],
    $9::int[], $10::int[], $11::text[], $12::int[], $13::int[], $14::int[], $15::int[])
    AS u (o, e, s, k, r, st, c, n, cr, rp, l, p, pl, kp, kl)
  ORDER BY o, e, s, k, r, st, c
  ON CONFLICT (organization_id, environment, start, key_id, route, status, code) DO UPDATE SET
    requests = m.requests + excluded.requests, credits = m.credits + excluded.credits,
    replays = m.replays + excluded.replays, latency = records.add_latency(m.latency, excluded.latency),
    peak = greatest(m.peak, excluded.peak), key_peak = greatest(m.key_peak, excluded.key_peak),
    peak_limit = CASE WHEN excluded.peak_limit > 0 THEN excluded.peak_limit ELSE m.peak_limit END,
    key_limit = CASE WHEN excluded.key_limit > 0 THEN excluded.key_limit ELSE m.key_limit END`;

const CALLERS = `
  INSERT INTO records.callers AS c (key_id, ip, client, organization_id, environment, first_seen, last_seen, requests)
  SELECT k, i, cl, o, e::environment, ${time('f')}, ${time('l')}, n
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::int[])
    AS u (k, i, cl, o, e, f, l, n)
  ORDER BY k, i, cl
  ON CONFLICT (key_id, ip, client) DO UPDATE SET requests = c.requests + excluded.requests,
    first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen)`;

const STRANGERS = `
  INSERT INTO records.unidentified AS s (start, ip, code, requests)
  SELECT ${time('t')}, i, c, n FROM unnest($1::float8[], $2::text[], $3::text[], $4::int[]) AS u (t, i, c, n)
  ORDER BY t, i, c
  ON CONFLICT (start, ip, code) DO UPDATE SET requests = s.requests + excluded.requests`;

/**
 * Stores a batch in one transaction, exactly once however often it is tried.
 * @throws when it could not be stored, or nobody knows whether it was: try it again
 * @param milliseconds after which a server that says nothing is given up
 */
export async function storeBatch(
  pool: Pool,
  batch: Batch,
  sender: Sender,
  milliseconds: number,
): Promise<void> {
  const client = await pool.connect();
  try {
    await within(clock.elapsed() + milliseconds, transact(client, batch, sender));
    client.release();
  } catch (error) {
    // The connection may still be in the middle of a COPY: it is not used again.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

async function transact(client: PoolClient, batch: Batch, sender: Sender): Promise<void> {
  // Losing the last second to a power cut is allowed here, and need not cost a wait for the disk.
  await client.query('BEGIN; SET LOCAL synchronous_commit = off');
  if (await take(client, sender)) await write(client, batch);
  await client.query('COMMIT');
}

async function take(client: PoolClient, { gateId, number, dropped }: Sender): Promise<boolean> {
  const taken = await client.query(TAKE, [gateId, number, dropped]);
  if (taken.rowCount === 1) return true;
  const before = await client.query(TAKEN, [gateId, number]);
  if (before.rowCount === 1) return false;
  throw new Error('this gate is not registered yet');
}

async function write(client: PoolClient, batch: Batch): Promise<void> {
  const sheets = [...batch.sheets.values()];
  if (sheets.length > 0) {
    await client.query(MINUTES, minuteColumns(sheets));
    await client.query(CALLERS, callerColumns(sheets));
  }
  const strangers = [...batch.strangers.values()];
  if (strangers.length > 0) {
    await client.query(STRANGERS, [
      strangers.map(({ start }) => start),
      strangers.map(({ ip }) => ip),
      strangers.map(({ code }) => code),
      strangers.map(({ requests }) => requests),
    ]);
  }
  if (batch.journal.lines > 0) await copy(client, batch.journal.segments);
}

function minuteColumns(sheets: readonly KeySheet[]): unknown[][] {
  const rows = sheets.flatMap((sheet) => sheet.cells.map((cell) => ({ sheet, cell })));
  return [
    rows.map(({ sheet }) => sheet.organizationId),
    rows.map(({ sheet }) => sheet.environment),
    rows.map(({ cell }) => cell.start),
    rows.map(({ sheet }) => sheet.keyId),
    rows.map(({ cell }) => cell.route),
    rows.map(({ cell }) => cell.status),
    rows.map(({ cell }) => cell.code),
    rows.map(({ cell }) => cell.requests),
    rows.map(({ cell }) => cell.credits),
    rows.map(({ cell }) => cell.replays),
    rows.map(({ cell }) => sparse(cell.latency)),
    rows.map(({ cell }) => cell.peak),
    rows.map(({ cell }) => cell.peakLimit),
    rows.map(({ cell }) => cell.keyPeak),
    rows.map(({ cell }) => cell.keyLimit),
  ];
}

function callerColumns(sheets: readonly KeySheet[]): unknown[][] {
  const rows = sheets.flatMap((sheet) => sheet.callers.map((caller) => ({ sheet, caller })));
  return [
    rows.map(({ sheet }) => sheet.keyId),
    rows.map(({ caller }) => caller.ip),
    rows.map(({ caller }) => caller.client),
    rows.map(({ sheet }) => sheet.organizationId),
    rows.map(({ sheet }) => sheet.environment),
    rows.map(({ caller }) => caller.firstSeen),
    rows.map(({ caller }) => caller.lastSeen),
    rows.map(({ caller }) => caller.requests),
  ];
}

/** An array literal of the buckets that hold something: bucket, calls, bucket, calls … */
function sparse(latency: Uint32Array): string {
  const pairs: number[] = [];
  for (const [bucket, calls] of latency.entries()) if (calls > 0) pairs.push(bucket, calls);
  return `{${pairs.join(',')}}`;
}

function copy(client: PoolClient, segments: readonly Segment[]): Promise<void> {
  const stream: Writable = client.query(copyFrom(COPY_SEGMENTS));
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    for (const piece of segmentRows(segments)) stream.write(piece);
    stream.end();
  });
}
