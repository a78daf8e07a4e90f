import type { Job } from './job.ts';

/** Gates that have been silent for a day; a living one has a heartbeat every second. */
export const purgeGateInstances: Job = {
  name: 'purge-gate-instances',
  cron: '37 * * * *',
  run: async (pool) => {
    const { rowCount } = await pool.query(
      `DELETE FROM gate_instances WHERE heartbeat_at < now() - interval '1 day'`,
    );
    return rowCount ?? 0;
  },
};
