import type { Pool } from 'pg';

const USUAL = 1_000;

/**
 * Repeats a statement until it changes fewer rows than its limit, given as `$1`: short transactions,
 * so nobody waits long for a lock. Resolves with the number of rows changed in all.
 */
export async function inBatches(pool: Pool, statement: string, batch = USUAL): Promise<number> {
  let total = 0;
  while (true) {
    const { rowCount } = await pool.query(statement, [batch]);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return total;
  }
}
