import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readPrivateJson, replaceFile } from '#lib/env/private-file';

const runningFileShape = z.strictObject({
  /** The start that wrote it. */
  pid: z.int().positive(),
  /** Where its portal is, which only that start may have been told. */
  portalUrl: z.string(),
});

const pathOf = (dataDir: string) => `${dataDir}/running.json`;

/**
 * Notes where the portal of this process is, so that commands beside it can say so.
 * @returns what takes the note away
 */
export function noteRunning(dataDir: string, portalUrl: string): () => void {
  const file = { pid: process.pid, portalUrl };
  replaceFile(pathOf(dataDir), `${JSON.stringify(file)}\n`);
  return () => rmSync(pathOf(dataDir), { force: true });
}

/** The address of the portal that runs on this data folder; undefined when none does. */
export function runningPortalUrl(dataDir: string): string | undefined {
  const file = readPrivateJson(pathOf(dataDir), runningFileShape);
  return file !== undefined && isAlive(file.pid) ? file.portalUrl : undefined;
}

/** A start that was killed leaves its note behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
