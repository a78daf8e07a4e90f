import { type Request, runLoad } from './load.ts';

export const ROUNDS = 5;
const WARM_UP_SECONDS = 2;
/** Each round takes the targets in turn several times over, a second each. */
const TURNS = 4;

/** Requests per second of each round, by target. */
export type Rounds<Name extends string> = {
  readonly perSecond: Readonly<Record<Name, readonly number[]>>;
  readonly failures: number;
};

/**
 * Loads the targets in turn, a second at a time, four seconds each in each of five rounds: a slow moment of
 * the machine hits all of them.
 */
export async function alternate<Name extends string>(
  targets: Readonly<Record<Name, Request>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(targets) as Name[];
  const perSecond = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  let failures = 0;
  for (const name of names) await runLoad(targets[name], WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
    for (let turn = 0; turn < TURNS; turn++) {
      for (const name of names) {
        const load = await runLoad(targets[name], 1);
        sums[name] += load.perSecond;
        failures += load.failures;
      }
    }
    for (const name of names) perSecond[name].push(sums[name] / TURNS);
  }
  return { perSecond, failures };
}

/** The median of the rounds. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The median of the rounds' ratios: both sides of a ratio were measured seconds apart. */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
  return median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}
