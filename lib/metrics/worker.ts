import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { clock } from '#lib/clock';

export type WorkerMetrics = {
  readonly registry: Registry;
  /** Counts a run of a job, in seconds. */
  ran(job: string, outcome: 'done' | 'failed', seconds: number): void;
};

/** The metrics of a worker: its process and its jobs. */
export function workerMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const runs = new Counter({
    name: 'worker_job_runs_total',
    help: 'Runs of each job by outcome.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'worker_job_duration_seconds',
    help: 'How long a run of each job took.',
    labelNames: ['job'],
    buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60],
    registers,
  });
  const last = new Gauge({
    name: 'worker_job_last_success_timestamp_seconds',
    help: 'When each job was last done.',
    labelNames: ['job'],
    registers,
  });
  return {
    registry,
    ran(job, outcome, seconds) {
      runs.inc({ job, outcome });
      took.observe({ job }, seconds);
      if (outcome === 'done') last.set({ job }, clock.now() / 1000);
    },
  };
}
