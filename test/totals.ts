import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    flaky: z.number(),
    unexpected: z.number(),
    skipped: z.number(),
  }),
});

export type Totals = { passed: number; failed: number; skipped: number };

/** Adds up what the two runners wrote into this folder; one that wrote nothing counts as nothing. */
export function readTotals(folder: string): Totals {
  const unit = read(join(folder, 'vitest.json'), vitestReport);
  const browser = read(join(folder, 'playwright.json'), playwrightReport)?.stats;
  return {
    passed: (unit?.numPassedTests ?? 0) + (browser?.expected ?? 0) + (browser?.flaky ?? 0),
    failed: (unit?.numFailedTests ?? 0) + (browser?.unexpected ?? 0),
    skipped: (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (browser?.skipped ?? 0),
  };
}

function read<Shape extends z.ZodType>(path: string, shape: Shape): z.infer<Shape> | undefined {
  if (!existsSync(path)) return undefined;
  return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
}
