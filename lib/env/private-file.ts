import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { EnvError } from '#lib/env/error';

/** Replaces a file of mode 0600 at once: a reader sees the old text or the new one, never a part. */
export function replaceFile(path: string, text: string): void {
  try {
    write(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw unusable(path, error);
  }
}

/**
 * Reads a JSON file that only its owner may read; undefined when there is none.
 * @throws EnvError when it is unreadable, readable by others, no JSON or of another shape.
 */
export function readPrivateJson<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
): z.infer<Shape> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new EnvError(`${path} can be read by other users: run chmod 600 on it.`);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error instanceof EnvError ? error : unusable(path, error);
  }
  const parsed = shape.safeParse(parseJson(text));
  if (!parsed.success)
    throw new EnvError(`${path} is damaged: it is not what a start writes there.`);
  return parsed.data;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'w', 0o600);
  try {
    chmodSync(path, 0o600);
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(path: string, error: unknown): EnvError {
  return new EnvError(`${path} cannot be used (${errorCode(error)}).`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
