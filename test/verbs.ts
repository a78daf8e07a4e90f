import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '#lib/context';
import type { Result } from '#lib/result';
import type { Right } from '#lib/verb';

/** A verb of the domain, its input unknown. */
export type AnyVerb = ((ctx: Context, input: unknown) => Promise<Result<unknown>>) & {
  readonly verb: { readonly name: string | null; readonly can: Right | ((input: never) => Right) };
};

/** A server action; a public one has no verb. */
export type AnyAction = ((input: unknown) => Promise<Result<unknown>>) & {
  readonly verb: AnyVerb | null;
};

/** Every verb in lib by the name it is exported under: what nobody lists, nobody forgets. */
export async function everyVerb(): Promise<Map<string, AnyVerb>> {
  const verbs = new Map<string, AnyVerb>();
  for (const [name, value] of await exportsOf('lib/**/*.ts', /= defineVerb\(/)) {
    if (isVerb(value)) verbs.set(name, value);
  }
  return verbs;
}

/** Every export of every `'use server'` file: what a browser can call. */
export async function everyAction(): Promise<Map<string, unknown>> {
  return exportsOf('{app,components,lib}/**/*.{ts,tsx}', /^'use server'/);
}

/** Whether the export was made by `defineAction` or `definePublicAction`. */
export function isAction(value: unknown): value is AnyAction {
  return (
    typeof value === 'function' && 'verb' in value && (value.verb === null || isVerb(value.verb))
  );
}

async function exportsOf(pattern: string, mark: RegExp): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const path of globSync(pattern)) {
    if (/\.test\.ts$/.test(path) || !mark.test(readFileSync(path, 'utf8'))) continue;
    const module: Record<string, unknown> = await import(/* @vite-ignore */ resolve(path));
    for (const [name, value] of Object.entries(module)) found.set(name, value);
  }
  return found;
}

function isVerb(value: unknown): value is AnyVerb {
  if (typeof value !== 'function' || !('verb' in value)) return false;
  const facts = value.verb;
  return typeof facts === 'object' && facts !== null && 'can' in facts && 'input' in facts;
}
