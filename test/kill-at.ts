import { type WriterPoint, writerPoints } from '#lib/gate/writer/transact';

/**
 * Loaded before a gate: ends its process without warning at the n-th time that the writer passes a
 * point. KILL_AT: `<point>:<n>`.
 */
const [point, times = '1'] = (process.env.KILL_AT ?? '').split(':');
let left = Number(times);

writerPoints.subscribe((passed) => {
  if ((passed as WriterPoint) !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
});
