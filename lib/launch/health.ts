import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const ANSWER_WITHIN_MS = 2_000;

/** Resolves once the address answers 200, or when `signal` gives up. */
export async function waitHealthy(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isHealthy(url))) {
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

function isHealthy(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: ANSWER_WITHIN_MS, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
