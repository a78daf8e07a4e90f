import { rollUsage } from '#lib/usage/roll';
import type { Job } from './job.ts';

/** Hours of the minutes, days of the hours. Until then pages read the minutes themselves. */
export const rollUsageRecords: Job = { name: 'roll-usage', cron: '*/5 * * * *', run: rollUsage };
