import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';

export type AdminAnswer = { status: number | null; stdout: string; stderr: string };

type AdminCall = {
  /** Settings besides those of this process. */
  readonly variables?: Record<string, string>;
  /** What is piped in. */
  readonly input?: string;
};

/** Runs `npm run --silent admin -- …` as an operator does, in a process of its own. */
export async function callAdmin(
  args: readonly string[],
  { variables = {}, input = '' }: AdminCall = {},
): Promise<AdminAnswer> {
  const path = dirname(process.execPath) + delimiter + (process.env.PATH ?? '');
  const child = spawn('npm', ['run', '--silent', 'admin', '--', ...args], {
    env: { ...process.env, PATH: path, ...variables },
  });
  const answer: AdminAnswer = { status: null, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      answer[name] += text;
    });
  }
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { ...answer, status: typeof code === 'number' ? code : null };
}

/** The JSON that a command prints; fails when it printed anything else or ended with another status than 0. */
export async function askAdmin(line: string, call: AdminCall = {}) {
  const answer = await callAdmin([...line.split(' '), '--json'], call);
  if (answer.status !== 0 || answer.stderr !== '') throw new Error(JSON.stringify(answer));
  return JSON.parse(answer.stdout);
}
