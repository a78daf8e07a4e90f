import { once } from 'node:events';
import { join } from 'node:path';
import { settings } from '#lib/env';
import { localAddress } from '#lib/env/listen';
import { buildVariables } from './build.ts';
import { waitHealthy } from './health.ts';
import { GATE_FLAGS, portalFlags } from './node-flags.ts';
import type { Part } from './part.ts';
import { type ProcessOptions, processPart } from './process-part.ts';

export const PART_NAMES = ['portal', 'gate', 'worker'] as const;
export type PartName = (typeof PART_NAMES)[number];

export type PartContext = Pick<ProcessOptions, 'mode' | 'log'> & {
  root: string;
  /** The portal's build, in production. */
  build?: string | undefined;
};

/**
 * Each name that is looked up holds a thread of the process until its servers answer, or for some ten
 * seconds; with Node's four threads, four names that never do would hold up all others.
 */
const LOOKUP_THREADS = 128;

const makers: Record<PartName, (context: PartContext) => Part> = {
  portal: portalPart,
  gate: gatePart,
  worker: workerPart,
};

/** The named part: healthy when it answers, at most 60 s after it was started. */
export function makePart(name: PartName, context: PartContext): Part {
  return makers[name](context);
}

function portalPart(context: PartContext): Part {
  const { portalPort, portalHost } = settings();
  const host = portalHost === undefined ? [] : ['--hostname', portalHost];
  const command = context.mode === 'production' ? 'start' : 'dev';
  return processPart({
    ...context,
    name: 'portal',
    variables: context.build === undefined ? undefined : buildVariables(context.build),
    args: [
      ...portalFlags(context.mode),
      nextScript(context),
      command,
      '--port',
      String(portalPort),
      ...host,
    ],
    graceMs: 10_000,
    healthy: (_, signal) =>
      waitHealthy(`http://${localAddress(portalHost)}:${portalPort}/api/health`, signal),
  });
}

function gatePart(context: PartContext): Part {
  return processPart({
    ...context,
    name: 'gate',
    args: [...GATE_FLAGS, ...watch(context), join(context.root, 'bin/gate.ts')],
    graceMs: 30_000,
    healthy: async (_, signal) => {
      for (const { host, port } of settings().gateListen) {
        await waitHealthy(`http://${localAddress(host)}:${port}/healthz`, signal);
      }
    },
  });
}

function workerPart(context: PartContext): Part {
  return processPart({
    ...context,
    name: 'worker',
    args: [...watch(context), join(context.root, 'bin/worker.ts')],
    variables: { UV_THREADPOOL_SIZE: String(LOOKUP_THREADS) },
    graceMs: 30_000,
    healthy: async (child, signal) => {
      await once(child, 'message', { signal }).catch(() => undefined);
    },
  });
}

function nextScript({ root }: PartContext): string {
  return join(root, 'node_modules/next/dist/bin/next');
}

function watch({ mode }: PartContext): string[] {
  return mode === 'production' ? [] : ['--watch', '--watch-preserve-output'];
}
