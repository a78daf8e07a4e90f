import { startWorker } from '#lib/jobs/worker';
import { runProcess } from '#lib/launch/run-process';

await runProcess(startWorker);
