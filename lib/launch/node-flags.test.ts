import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { childVariables } from '#lib/env';
import { GATE_FLAGS, portalFlags } from './node-flags.ts';

function runs(args: readonly string[], options: string): boolean {
  const env = { ...childVariables('production'), NODE_OPTIONS: options };
  try {
    execFileSync(process.execPath, [...args, '-e', '0'], { env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('Node takes the flags as they are given', () => {
  expect(runs(GATE_FLAGS, '')).toBe(true);
  expect(runs(portalFlags('production'), '')).toBe(true);
});

test('in development Node takes them in NODE_OPTIONS too, where Next.js puts them', () => {
  expect(runs([], portalFlags('development').join(' '))).toBe(true);
  expect(runs([], portalFlags('production').join(' '))).toBe(false);
});
