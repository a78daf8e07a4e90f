import type { Pool } from 'pg';

/** A ledger shorter than this is quick enough to add up for every page. */
const WORTH_ENTRIES = 20_000;
const AT_ONCE = 250_000;
/** How often everything is added up again from the first entry on. */
const WHOLE_EVERY = '24 hours';

type Due = { readonly id: string; readonly sequence: number; readonly balance: number };
type Place = { readonly sequence: number; readonly balance: number };

/**
 * Moves the checkpoints of long ledgers to their newest entry: each stretch is added up once, and a whole
 * ledger once a day. A checkpoint that does not hold is removed, so that pages add up everything and show it.
 * @returns how many moved, and the accounts whose entries contradict themselves.
 */
export async function advanceCheckpoints(
  pool: Pool,
): Promise<{ readonly moved: number; readonly broken: readonly string[] }> {
  const { rows } = await pool.query<Due>(
    `SELECT a.id, CASE WHEN whole THEN 0 ELSE c.sequence END AS sequence, CASE WHEN whole THEN 0 ELSE c.balance END AS balance
     FROM credit_accounts a LEFT JOIN credit_checkpoints c ON c.account_id = a.id,
       LATERAL (SELECT c.whole_at IS NULL OR c.whole_at < now() - $2::interval AS whole) AS due
     WHERE a.last_sequence >= coalesce(c.sequence, 0) + $1 OR (c.sequence IS NOT NULL AND whole)
     ORDER BY a.id`,
    [WORTH_ENTRIES, WHOLE_EVERY],
  );
  const broken: string[] = [];
  for (const due of rows) {
    const place = await addUp(pool, due);
    if (place === null) broken.push(due.id);
    await save(pool, due, place);
  }
  return { moved: rows.length - broken.length, broken };
}

/** Goes on from a place to the newest entry; null when a stretch has a gap or another sum than it says. */
async function addUp(pool: Pool, from: Due): Promise<Place | null> {
  let place: Place = from;
  for (;;) {
    const { rows } = await pool.query<{ entries: number; amount: number; last: number | null }>(
      `SELECT count(*) AS entries, coalesce(sum(amount), 0) AS amount, max(sequence) AS last FROM credit_entries
       WHERE account_id = $1 AND sequence > $2::bigint AND sequence <= $2::bigint + $3`,
      [from.id, place.sequence, AT_ONCE],
    );
    const [found] = rows;
    if (found === undefined || found.last === null) return place;
    const balance = place.balance + found.amount;
    const said = await pool.query<{ balance: number }>(
      'SELECT balance_after AS balance FROM credit_entries WHERE account_id = $1 AND sequence = $2',
      [from.id, found.last],
    );
    const whole = place.sequence + found.entries === found.last;
    if (!whole || said.rows[0]?.balance !== balance) return null;
    place = { sequence: found.last, balance };
  }
}

async function save(pool: Pool, due: Due, place: Place | null): Promise<void> {
  if (place === null) {
    await pool.query('DELETE FROM credit_checkpoints WHERE account_id = $1', [due.id]);
    return;
  }
  await pool.query(
    `INSERT INTO credit_checkpoints (account_id, sequence, balance, checked_at, whole_at)
     VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp())
     ON CONFLICT (account_id) DO UPDATE SET sequence = excluded.sequence, balance = excluded.balance,
       checked_at = excluded.checked_at,
       whole_at = CASE WHEN $4 THEN excluded.whole_at ELSE credit_checkpoints.whole_at END`,
    [due.id, place.sequence, place.balance, due.sequence === 0],
  );
}
