import { rollDuePeriods } from '#lib/credits/roll-periods';
import type { Job } from './job.ts';

/** Gives the plan's credits to accounts whose period is over, also to those that nobody uses. */
export const rollCreditPeriods: Job = {
  name: 'roll-credit-periods',
  cron: '*/5 * * * *',
  run: () => rollDuePeriods(),
};
