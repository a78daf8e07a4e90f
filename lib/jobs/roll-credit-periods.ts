import { rollDuePeriods } from '#lib/credits/roll-periods';
import { closeDb } from '#lib/db/prisma';
import type { Job } from './job.ts';

/** Gives the plan's credits to accounts whose period is over, also to those that nobody uses. */
export const rollCreditPeriods: Job = {
  name: 'roll-credit-periods',
  cron: '*/5 * * * *',
  run: async (pool) => {
    const { rows } = await pool.query<{ due: boolean }>(
      'SELECT EXISTS (SELECT FROM credit_accounts WHERE period_end <= clock_timestamp()) AS due',
    );
    // Prisma's query compiler takes 50 MB, which a worker at rest has no use for.
    if (rows[0]?.due !== true) return 0;
    return rollDuePeriods().finally(closeDb);
  },
};
