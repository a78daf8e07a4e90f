import { isFree } from '#lib/db/embedded/port';

/** Below the range that systems take for outgoing connections, so that none is taken meanwhile. */
const FIRST = 20_000;
const RANGE = 10_000;

/** Ports that nobody listens on; two runs at once begin at different ones. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = 0; found.length < count && step < RANGE; step++) {
    const port = FIRST + ((process.pid * 7 + step) % RANGE);
    if (await isFree(port)) found.push(port);
  }
  return found;
}
