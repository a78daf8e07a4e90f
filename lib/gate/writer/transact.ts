import { channel } from 'node:diagnostics_channel';
import type { Client } from 'pg';
import type { AccountFigures } from '#lib/credits/account';
import { commitAssumed } from './commit-assumed.ts';
import type { Plan } from './foresee.ts';
import type { WriteResult } from './intent.ts';
import type { Memory } from './memory.ts';
import type { Pending } from './pending.ts';
import { type LockMode, read } from './read.ts';
import { settle } from './settle.ts';
import { rollback } from './statement.ts';
import { isEmpty, store } from './store.ts';

/** Moments of a batch, in order; a test may end the process at one of them. */
export type WriterPoint = 'opening' | 'read' | 'sent' | 'committed';

/** Tells subscribers each `WriterPoint` as it is passed. */
export const writerPoints = channel('portal:gate.writer');

/** What a committed transaction leaves to be done. */
export type Landing = {
  readonly ready: readonly Pending[];
  /** One per `ready`. */
  readonly results: readonly WriteResult[];
  /** Calls left out, since somebody holds their account. */
  readonly held: readonly Pending[];
  /** The accounts that changed. */
  readonly accounts: readonly AccountFigures[];
};

/** Whether anything was sent that may be committed. */
export type Progress = { written: boolean };

/** Reads under lock, decides, writes and commits: two round trips. @throws when the transaction failed */
export async function transact(
  client: Client,
  calls: readonly Pending[],
  { mode, memory, progress }: { mode: LockMode; memory: Memory; progress: Progress },
): Promise<Landing> {
  pass('opening');
  const reading = await read(client, intentsOf(calls), mode);
  memory.learn(reading);
  const { accounts } = reading.book;
  // Who was told 503 while the locks were awaited is left out: no charge follows that answer.
  const open = calls.filter((call) => !call.answered);
  const isHeld = (call: Pending) => mode === 'skip' && !accounts.has(call.intent.accountId);
  const ready = open.filter((call) => !isHeld(call));
  const intents = intentsOf(ready);
  const { writing, results } = settle(intents, reading);
  pass('read');
  progress.written = true;
  const stored = isEmpty(writing) ? rollback(client) : store(client, intents, writing);
  pass('sent');
  await stored;
  pass('committed');
  memory.advance(writing.allocation.accounts);
  return { ready, results, held: open.filter(isHeld), accounts: writing.allocation.accounts };
}

/**
 * Has the database compare what a plan assumes, writes and commits: one round trip. Null: it was not so,
 * and nothing was written. @throws when the transaction failed
 */
export async function attempt(
  client: Client,
  calls: readonly Pending[],
  { plan, memory, progress }: { plan: Plan; memory: Memory; progress: Progress },
): Promise<Landing | null> {
  pass('opening');
  pass('read');
  progress.written = true;
  const { writing, results } = plan;
  const stored = commitAssumed(client, intentsOf(calls), plan);
  // The next plan may build on this one before it is committed: should it fail, so does that.
  memory.advance(writing.allocation.accounts);
  pass('sent');
  // The server's word that it ends the connection comes instead of doing anything.
  stored.catch((error: unknown) => {
    progress.written = !isShutdown(error);
  });
  const holds = await stored;
  pass('committed');
  if (!holds) return null;
  return { ready: calls, results, held: [], accounts: writing.allocation.accounts };
}

/** The server's own word that it ends the connection (SQLSTATE 57P01, 57P05), said between statements only. */
function isShutdown(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^57P0[15]$/.test(String(error.code));
}

function intentsOf(calls: readonly Pending[]) {
  return calls.map((call) => call.intent);
}

function pass(point: WriterPoint): void {
  if (writerPoints.hasSubscribers) writerPoints.publish(point);
}
