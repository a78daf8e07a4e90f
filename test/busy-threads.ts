import { execFileSync } from 'node:child_process';
import { mkdtempSync, open } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryPoints } from '#lib/webhooks/points';

/** As many as one organization may have attempts under way. */
const NAMES = 40;

/**
 * Loaded before a worker: as soon as it queues a delivery, it holds threads for ever, as look-ups of names
 * do whose servers never answer. Opening a pipe waits for somebody to write to it.
 */
let begun = false;
deliveryPoints.subscribe(() => {
  if (begun) return;
  begun = true;
  const folder = mkdtempSync(join(tmpdir(), 'pipes-'));
  const pipes = Array.from({ length: NAMES }, (_, index) => join(folder, String(index)));
  execFileSync('mkfifo', pipes);
  for (const pipe of pipes) open(pipe, 'r', () => undefined);
});
