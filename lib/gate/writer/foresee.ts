import type { EffectKind } from './effect.ts';
import type { WriteIntent } from './intent.ts';
import type { Assumption, Memory } from './memory.ts';
import { type Settlement, settle } from './settle.ts';

/** A batch decided on what is remembered; it counts only if the database finds the assumption true. */
export type Plan = Settlement & {
  readonly assumption: Assumption;
  /** Of all its calls. */
  readonly kind: EffectKind;
};

/**
 * Decides a batch without asking the database, or null when it has to be read: something is not
 * remembered, a call is refused (which must rest on what is true now), a period ends, or the calls are of
 * several kinds.
 * @param now whole epoch milliseconds by the database's clock
 */
export function foresee(memory: Memory, intents: readonly WriteIntent[], now: number): Plan | null {
  const kind = intents[0]?.effect.kind;
  if (kind === undefined || intents.some(({ effect }) => effect.kind !== kind)) return null;
  const recollection = memory.recall(intents, now);
  if (recollection === null) return null;
  const settlement = settle(intents, recollection.reading);
  const { deeds, allocation } = settlement.writing;
  const allAccepted = deeds.size === intents.length;
  const noRoll = allocation.entries.every(({ request }) => request !== null);
  if (!allAccepted || !noRoll) return null;
  return { ...settlement, assumption: recollection.assumption, kind };
}
