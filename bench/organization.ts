import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childVariables } from '#lib/env';
import type { Product } from './product.ts';

export const OWNER = { email: 'bench@example.com', password: 'correct horse battery bench' };
const run = promisify(execFile);

/** Makes an organization with an owner as the operator would; its id. */
export async function createOrganization({ variables }: Product): Promise<string> {
  const owner = ['--owner-email', OWNER.email, '--owner-password', OWNER.password];
  const args = ['org', 'create', '--name', 'Bench', '--plan', 'enterprise', ...owner, '--json'];
  const { stdout } = await run(process.execPath, ['bin/admin.ts', ...args], {
    env: { ...childVariables('production'), ...variables },
  });
  return (JSON.parse(stdout) as { id: string }).id;
}
