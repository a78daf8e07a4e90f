import { writerPoints } from '#lib/gate/writer/transact';
import { deliveryPoints } from '#lib/webhooks/points';

/**
 * Loaded before a gate or a worker: ends its process without warning at the n-th time that the gate's
 * writer or a webhook's delivery passes a point. KILL_AT: `<point>:<n>`.
 */
const [point, times = '1'] = (process.env.KILL_AT ?? '').split(':');
let left = Number(times);

function killAt(passed: unknown): void {
  if (passed !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

writerPoints.subscribe(killAt);
deliveryPoints.subscribe(killAt);
