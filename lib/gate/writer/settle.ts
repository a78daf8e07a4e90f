import { type Allocation, allocate, type SpendRequest, type Verdict } from '#lib/credits/allocate';
import type { Deed, Effect, LoadedRow, Obstacle } from './effect.ts';
import type { WriteIntent, WriteResult } from './intent.ts';
import type { Reading } from './read.ts';
import type { Writing } from './store.ts';

/** What a batch writes and, once that is committed, answers: one result per intent. */
export type Settlement = { readonly writing: Writing; readonly results: readonly WriteResult[] };

/**
 * Decides a batch on what was read. Pure: nothing is answered before the commit. Whoever finds only after
 * an earlier call of the batch that it is impossible is refused, and those after it are decided anew.
 */
export function settle(intents: readonly WriteIntent[], reading: Reading): Settlement {
  const { book, rows, expired } = reading;
  const obstacles = intents.map(({ effect }) => effect.obstacle(rowOf(effect, rows), book.now));
  for (;;) {
    const allocation = allocate(
      book,
      intents.map((intent, index) => toRequest(intent, obstacles[index] ?? null)),
    );
    const performed = perform(intents, reading, { obstacles, allocation });
    if (!('late' in performed)) {
      const { deeds, results } = performed;
      return { writing: { now: book.now, allocation, deeds, expired }, results };
    }
    obstacles[performed.late] = performed.obstacle;
  }
}

type Decided = {
  readonly obstacles: readonly (Obstacle | null)[];
  readonly allocation: Allocation;
};

type Performed = {
  readonly deeds: ReadonlyMap<number, Deed>;
  readonly results: readonly WriteResult[];
};
/** A call by its index. */
type Late = { readonly late: number; readonly obstacle: Obstacle };

/** What the accepted calls do, one after the other, or the first that an earlier one made impossible. */
function perform(
  intents: readonly WriteIntent[],
  reading: Reading,
  { obstacles, allocation: { verdicts } }: Decided,
): Performed | Late {
  const { now } = reading.book;
  const rows = new Map(reading.rows);
  const deeds = new Map<number, Deed>();
  const results: WriteResult[] = [];
  for (const [index, { effect }] of intents.entries()) {
    const verdict = verdicts[index];
    if (verdict?.kind !== 'accepted') {
      results.push(refused(verdict, obstacles[index] ?? null));
      continue;
    }
    const row = rowOf(effect, rows);
    const obstacle = row === rowOf(effect, reading.rows) ? null : effect.obstacle(row, now);
    if (obstacle !== null) return { late: index, obstacle };
    const deed = effect.perform(row, now);
    deeds.set(index, deed);
    if (deed.after !== undefined && effect.target !== null) rows.set(effect.target, deed.after);
    results.push({ kind: 'done', status: deed.status, kept: deed.kept, account: verdict.account });
  }
  return { deeds, results };
}

function rowOf({ target }: Effect, rows: Reading['rows']): LoadedRow | undefined {
  return target === null ? undefined : rows.get(target);
}

function toRequest(intent: WriteIntent, obstacle: Obstacle | null): SpendRequest {
  return {
    accountId: intent.accountId,
    keyId: intent.keyId,
    permission: intent.permission,
    cost: intent.cost,
    startsSession: intent.startsSession,
    record: intent.record,
    obstacle: obstacle?.code ?? null,
  };
}

function refused(
  verdict: Exclude<Verdict, { kind: 'accepted' }> | undefined,
  obstacle: Obstacle | null,
): WriteResult {
  if (verdict === undefined) return { kind: 'refused', code: 'internal_error' };
  if (verdict.kind === 'replay') {
    return { kind: 'replay', status: verdict.answer.status, kept: verdict.answer.kept };
  }
  const message = verdict.code === obstacle?.code ? obstacle.message : undefined;
  return message === undefined ? verdict : { ...verdict, message };
}
