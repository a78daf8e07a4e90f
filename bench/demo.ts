import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childVariables } from '#lib/env';
import type { Product } from './product.ts';

const run = promisify(execFile);

/** Loads the demo organization as `npm run demo` does; who can sign in to it. */
export async function loadDemo({
  variables,
}: Product): Promise<{ email: string; password: string }> {
  const { stdout } = await run(process.execPath, ['bin/demo.ts'], {
    env: { ...childVariables('production'), ...variables },
  });
  const [, email] = /e-mail +(\S+)/.exec(stdout) ?? [];
  const [, password] = /password +(\S+)/.exec(stdout) ?? [];
  if (!email || !password) throw new Error(`the demo said: ${stdout}`);
  return { email, password };
}
