import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type DotenvResult =
  | { ok: true; values: Record<string, string> }
  | { ok: false; problem: string };

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(.*)$/;

/**
 * Reads a `.env` file; a missing one is an empty one. Node's parser skips what it does not understand,
 * so a line that is no assignment is refused here instead of being ignored.
 */
export function readDotenv(path: string): DotenvResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return { ok: true, values: {} };
    return { ok: false, problem: `The file .env cannot be read (${code}).` };
  }
  const problem = checkDotenv(text);
  if (problem !== undefined) return { ok: false, problem };
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined) values[name] = value;
  }
  return { ok: true, values };
}

/** One sentence when a `.env` file that holds secrets can be read by other users, else undefined. */
export function dotenvWarning(path: string): string | undefined {
  const file = readDotenv(path);
  if (!file.ok || process.platform === 'win32') return undefined;
  const secrets = Object.entries(file.values).filter(isSecret);
  if (secrets.length === 0 || (statSync(path).mode & 0o077) === 0) return undefined;
  const names = secrets.map(([name]) => name).join(', ');
  return `The file .env holds secrets (${names}) and can be read by other users: run chmod 600 .env.`;
}

function isSecret([name, value]: [string, string]): boolean {
  if (value === '') return false;
  return /(SECRET|PEPPER)$/.test(name) || Boolean(URL.parse(value)?.password);
}

/** The first fault of a `.env` text as one sentence, or undefined when every line is understood. */
export function checkDotenv(text: string): string | undefined {
  if (text.includes('\0')) return 'The file .env is not a text file.';
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const value = ASSIGNMENT.exec(line)?.[1];
    if (value === undefined) {
      return `The file .env is broken: line ${at + 1} is neither NAME=value nor a comment.`;
    }
    const end = closingLine(lines, at, value);
    if (end === undefined) {
      return `The file .env is broken: the quote opened in line ${at + 1} is never closed.`;
    }
    at = end;
  }
  return undefined;
}

/** The line in which a value ends; quoted values may span lines. */
function closingLine(lines: string[], start: number, value: string): number | undefined {
  const quote = value.charAt(0);
  if (quote !== '"' && quote !== "'" && quote !== '`') return start;
  if (value.indexOf(quote, 1) > 0) return start;
  for (let at = start + 1; at < lines.length; at++) {
    if (lines[at]?.includes(quote)) return at;
  }
  return undefined;
}
