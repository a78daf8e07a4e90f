import { advanceCheckpoints } from '#lib/credits/advance-checkpoints';
import { log } from '#lib/log';
import type { Job } from './job.ts';

/** Adds up what long ledgers gained, so that a page need not add up a million entries. */
export const checkLedgers: Job = {
  name: 'check-ledgers',
  cron: '* * * * *',
  run: async (pool) => {
    const { moved, broken } = await advanceCheckpoints(pool);
    if (broken.length > 0) {
      log().error({ accounts: broken }, 'the ledger of an account contradicts itself');
    }
    return moved;
  },
};
