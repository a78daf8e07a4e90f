/**
 * How Node runs a gate. A call's objects die young and there are many: a larger nursery is emptied less
 * often, and one thread empties it with less work in all than several that share it out. None is put
 * among the old ones at once, where a dead one would keep what it refers to.
 * Source: https://nodejs.org/api/cli.html#useful-v8-options, `node --v8-options`
 */
export const GATE_FLAGS: readonly string[] = [
  '--min-semi-space-size=16',
  '--no-parallel-scavenge',
  '--no-allocation-site-pretenuring',
];

/**
 * How Node runs the portal: a page's objects, too, should die before the nursery is emptied. Not in
 * development: there Next.js hands the flags on in NODE_OPTIONS, where V8's are refused.
 */
export function portalFlags(mode: 'production' | 'development'): readonly string[] {
  return mode === 'production' ? ['--min-semi-space-size=16'] : [];
}
