import type { Counter } from './limiter.ts';
import type { Snapshot } from './snapshot.ts';

/** A key as the running gate holds it: its snapshot and what the gate itself counts for it. */
export type Known = {
  readonly snapshot: Snapshot;
  /** Of the organization in this environment. */
  readonly organizationCounter: Counter;
  /** Of the key, when it has its own limit. */
  readonly keyCounter: Counter | null;
  /** Whether the cache holds it, and so drops it when it changes. Written by the cache only. */
  kept: boolean;
};
