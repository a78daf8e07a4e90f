import { allocate, type SpendRequest, type Verdict } from '#lib/credits/allocate';
import type { Deed, LoadedRow, Obstacle } from './effect.ts';
import type { WriteIntent, WriteResult } from './intent.ts';
import type { Reading } from './read.ts';
import type { Writing } from './store.ts';

/** What a batch writes and, once that is committed, answers: one result per intent. */
export type Settlement = { readonly writing: Writing; readonly results: readonly WriteResult[] };

/** Decides a batch on what was read. Pure: nothing is answered before the commit. */
export function settle(intents: readonly WriteIntent[], reading: Reading): Settlement {
  const { now } = reading.book;
  const rows = new Map(reading.rows);
  const rowOf = (intent: WriteIntent): LoadedRow | undefined =>
    intent.effect.target === null ? undefined : rows.get(intent.effect.target);
  const obstacles = intents.map((intent) => intent.effect.obstacle(rowOf(intent), now));
  const allocation = allocate(
    reading.book,
    intents.map((intent, index) => toRequest(intent, obstacles[index] ?? null)),
  );
  const deeds = new Map<number, Deed>();
  const results = intents.map((intent, index): WriteResult => {
    const verdict = allocation.verdicts[index];
    if (verdict?.kind !== 'accepted') return refused(verdict, obstacles[index] ?? null);
    const deed = intent.effect.perform(rowOf(intent), now);
    deeds.set(index, deed);
    if (deed.after !== undefined && intent.effect.target !== null) {
      rows.set(intent.effect.target, deed.after);
    }
    return { kind: 'done', status: deed.status, kept: deed.kept, account: verdict.account };
  });
  return { writing: { now, allocation, deeds, expired: reading.expired }, results };
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
