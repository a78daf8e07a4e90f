import type { Pool } from 'pg';

/** Each row is a broken promise of the ledger; one statement, so that it sees one moment. */
const FAULTS = `
  WITH running AS (
    SELECT e.*, sum(amount) OVER w AS total, row_number() OVER w AS position
    FROM credit_entries e WINDOW w AS (PARTITION BY account_id ORDER BY sequence)
  ), summed AS (
    SELECT account_id, sum(amount) AS balance, sum(included_delta) AS included, sum(purchased_delta) AS purchased,
      max(sequence) AS last
    FROM credit_entries GROUP BY account_id
  )
  SELECT 'balance is not the sum of the entries' AS fault, a.id FROM credit_accounts a
    LEFT JOIN summed s ON s.account_id = a.id
    WHERE (a.balance, a.included, a.purchased, a.last_sequence)
      IS DISTINCT FROM (coalesce(s.balance, 0), coalesce(s.included, 0), coalesce(s.purchased, 0), coalesce(s.last, 0))
  UNION ALL SELECT 'an entry has a wrong balance', account_id || ' ' || sequence FROM running WHERE total <> balance_after
  UNION ALL SELECT 'a sequence has a gap', account_id || ' ' || sequence FROM running WHERE position <> sequence
  UNION ALL SELECT 'a session was not charged', v.id FROM voice_sessions v
    WHERE NOT EXISTS (SELECT FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
      WHERE e.voice_session_id = v.id AND e.kind = 'debit' AND e.amount = -1
        AND a.organization_id = v.organization_id AND a.environment = v.environment)
  UNION ALL SELECT 'a charge has no session', account_id || ' ' || sequence FROM credit_entries
    WHERE (kind = 'debit')::int <> num_nonnulls(voice_session_id, analysis_id)
  UNION ALL SELECT 'an analysis was not charged', n.id FROM analyses n
    WHERE NOT EXISTS (SELECT FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
      WHERE e.analysis_id = n.id AND e.kind = 'debit' AND e.amount = -1
        AND a.organization_id = n.organization_id AND a.environment = n.environment)`;

/** What is wrong with the ledger of the whole database at this moment; empty when nothing is. */
export async function ledgerFaults(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ fault: string; id: string }>(FAULTS);
  return rows.map(({ fault, id }) => `${fault}: ${id}`);
}

/** Looks at the ledger over and over while work is done. Returns the work's result and every fault seen. */
export async function watchLedger<T>(
  pool: Pool,
  work: Promise<T>,
): Promise<{ result: T; faults: string[]; looks: number }> {
  const faults = new Set<string>();
  const ended = { yes: false };
  const done = Promise.allSettled([work]).then(() => {
    ended.yes = true;
  });
  let looks = 0;
  while (!ended.yes) {
    for (const fault of await ledgerFaults(pool)) faults.add(fault);
    looks += 1;
  }
  await done;
  return { result: await work, faults: [...faults], looks };
}
