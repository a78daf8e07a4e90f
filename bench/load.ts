import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onCore } from './cores.ts';

export const CONNECTIONS = 64;

/** One kind of request. */
export type Request = {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A header that gets another value in each request. */
  readonly numbered?: NumberedHeader;
};

/** Values are `start` and a number: those below `count` in turn, over and over, or without end. */
export type NumberedHeader = {
  readonly name: string;
  /** Left out for one that no other load has. */
  readonly start?: string;
  readonly count?: number;
};

export type Load = {
  readonly perSecond: number;
  /** Answers other than 2xx, and errors. */
  readonly failures: number;
};

/** The tool that makes the load: wrk where it is installed, else autocannon. */
export const loadTool: 'wrk' | 'autocannon' = hasWrk() ? 'wrk' : 'autocannon';

/** Sends requests over 64 connections for so many seconds. */
export function runLoad(request: Request, seconds: number): Promise<Load> {
  return loadTool === 'wrk' ? runWrk(request, seconds) : runAutocannon(request, seconds);
}

async function runWrk(request: Request, seconds: number): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const script = join(folder, 'request.lua');
    writeFileSync(script, luaScript(request));
    const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '5s', '-s', script];
    const output = await run(onCore('load', ['wrk', ...args, request.url]));
    const [, perSecond, failures] = /^bench (\S+) (\d+)$/m.exec(output) ?? [];
    if (perSecond === undefined) throw new Error(`wrk said: ${output}`);
    return { perSecond: Number(perSecond), failures: Number(failures) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function luaScript({ method = 'GET', headers = {}, body, numbered }: Request): string {
  const lines = [`wrk.method = ${JSON.stringify(method)}`];
  for (const [name, value] of Object.entries(headers)) {
    lines.push(`wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`);
  }
  if (body !== undefined) lines.push(`wrk.body = ${JSON.stringify(body)}`);
  if (numbered !== undefined) lines.push(...luaNumbers(numbered));
  lines.push(
    'done = function(summary, latency, requests)',
    '  local e = summary.errors',
    '  io.write(string.format("bench %f %d\\n", summary.requests / (summary.duration / 1e6), e.connect + e.read + e.write + e.status + e.timeout))',
    'end',
  );
  return lines.join('\n');
}

/** Put together once: what a request costs the tool is taken from the server beside it. */
function luaNumbers({ name, start, count }: NumberedHeader): string[] {
  const first =
    start === undefined
      ? 'tostring(os.time()) .. tostring({}):sub(8) .. "-"'
      : JSON.stringify(start);
  const next = count === undefined ? 'n + 1' : `(n + 1) % ${count}`;
  return [
    'local n, head, tail = 0',
    `init = function() wrk.headers[${JSON.stringify(name)}] = "@@@"; head, tail = wrk.format():match("^(.-)@@@(.*)$"); head = head .. ${first} end`,
    `request = function() n = ${next}; return head .. n .. tail end`,
  ];
}

async function runAutocannon(request: Request, seconds: number): Promise<Load> {
  const script = new URL('./autocannon.ts', import.meta.url).pathname;
  const options = JSON.stringify({ request, seconds, connections: CONNECTIONS });
  const output = await run(onCore('load', [process.execPath, script, options]));
  return JSON.parse(output) as Load;
}

async function run([command = '', ...args]: string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return text(child.stdout);
}

function hasWrk(): boolean {
  try {
    // wrk has no option that ends with 0; being able to run it is enough.
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return error instanceof Error && !('code' in error && error.code === 'ENOENT');
  }
}
