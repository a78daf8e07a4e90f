import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { settingNames } from '#lib/env';

export type StartedProduct = {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves once it says that it is ready. */
  readonly ready: Promise<void>;
  /** The exit status, null when a signal ended it. */
  readonly status: Promise<number | null>;
};

/** Every setting unset, whatever this process has. */
export const unset: Readonly<Record<string, string>> = Object.fromEntries(
  settingNames.map((name) => [name, '']),
);

/**
 * A real `npm start` of some parts; the portal, which has to be built, is better left out.
 * @param variables settings; all others are unset.
 * @param root another checkout than this one.
 */
export function startProduct(
  parts: string,
  variables: Record<string, string>,
  root = process.cwd(),
): StartedProduct {
  const child = spawn(process.execPath, [`${root}/bin/run.mjs`, 'start', '--only', parts], {
    env: { ...process.env, ...unset, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('is ready')) resolve();
    });
  }
  const status = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return { child, output: () => output, ready, status };
}

/** Resolves when it is ready; fails with what it printed when it ends instead. */
export async function untilReady({ ready, status, output }: StartedProduct): Promise<void> {
  const ended = status.then((code) => Promise.reject(new Error(`ended (${code}):\n${output()}`)));
  await Promise.race([ready, ended]);
}
