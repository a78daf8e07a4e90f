import type { Pool } from 'pg';

/** Work that the worker does on a schedule. It may be run twice, or by two workers at once. */
export type Job = {
  name: string;
  /** Five cron fields, in UTC. */
  cron: string;
  /** Resolves with the number of rows changed. */
  run: (pool: Pool) => Promise<number>;
};
