import type { Pool } from 'pg';
import { applyOutcome } from '#lib/alerts/apply';
import { transaction } from '#lib/db/transaction';
import { log } from '#lib/log';
import { observeExpiring } from './expiring.ts';
import { observeHoursLeft } from './hours-left.ts';
import { databaseTime, observePressure } from './pressure.ts';
import { observeRefused } from './refused.ts';
import type { Case, Observer } from './rules.ts';
import { observeUnusual } from './unusual.ts';

const observers: readonly Observer[] = [
  observePressure,
  observeRefused,
  observeExpiring,
  observeHoursLeft,
  observeUnusual,
];

/** One worker at a time looks; the others find nothing to do. */
const LOCK = 727_073_711;

/**
 * Looks at everything that leaves no signal of its own, for all organizations at once, and writes what
 * changed, each organization in a transaction of its own. A fault of one stops no other.
 * @returns how many alerts changed.
 */
export async function observeAll(pool: Pool): Promise<number> {
  const client = await pool.connect();
  let fault: unknown;
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS mine',
      [LOCK],
    );
    if (rows[0]?.mine !== true) return 0;
    let changed = 0;
    for (const observer of observers) changed += await runObserver(pool, observer);
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    return changed;
  } catch (error) {
    fault = error;
    throw error;
  } finally {
    // A connection that may still hold the lock is closed, which lets go of it.
    client.release(fault !== undefined);
  }
}

async function runObserver(pool: Pool, observer: Observer): Promise<number> {
  try {
    const at = new Date(await databaseTime(pool));
    const cases = await observer.observe(pool);
    const news = cases.filter(({ outcome }) => outcome.do !== 'nothing');
    const groups = Map.groupBy(news, ({ target }) => target.organizationId);
    let changed = 0;
    for (const [organizationId, group] of groups)
      changed += await write(pool, organizationId, { cases: group, at });
    return changed;
  } catch (error) {
    log().error({ err: error, kind: observer.name }, 'alerts of a kind failed');
    return 0;
  }
}

async function write(
  pool: Pool,
  organizationId: string,
  { cases, at }: { readonly cases: readonly Case[]; readonly at: Date },
): Promise<number> {
  try {
    return await transaction(pool, async (client) => {
      let changed = 0;
      for (const { target, outcome } of cases) {
        if ((await applyOutcome(client, target, outcome, at)) !== null) changed++;
      }
      return changed;
    });
  } catch (error) {
    log().error({ err: error, organizationId }, 'alerts of an organization failed');
    return 0;
  }
}
