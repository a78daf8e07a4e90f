import { expect } from 'vitest';
import { clock } from '#lib/clock';

/** Waits for the next minute when this one is nearly over, so that a test does not straddle two windows. */
export async function untilWindowHas(seconds: number): Promise<void> {
  await expect
    .poll(() => 60 - ((clock.now() / 1000) % 60), { timeout: 15_000 })
    .toBeGreaterThan(seconds);
}
