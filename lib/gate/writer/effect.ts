import type { ErrorCode } from '#lib/errors';

/** A prepared statement; the name is unique in the gate. */
export type Statement = { readonly name: string; readonly text: string };

/** A kind of write; the calls of one batch that share a kind share its statements. */
export type EffectKind = {
  /** Locks and reads existing rows, in order of id. $1: ids, text[]; every row has a column `id`. */
  readonly load: Statement | null;
  /** Writes the rows of all deeds, from `lines`. $1: the rows, $2: the time, ISO 8601. */
  readonly store: Statement;
};

/** An existing row, as `EffectKind.load` selects it. */
export type LoadedRow = Readonly<Record<string, unknown>>;

export type Obstacle = { readonly code: ErrorCode; readonly message?: string };

/** What an accepted call does and answers. */
export type Deed = {
  readonly status: number;
  /** What `Effect.answer` needs, one line without tabs; it is stored for a replay, and so holds no secret. */
  readonly kept: string;
  /** The row for `EffectKind.store`, made by `lineOf`; null when there is nothing to change. */
  readonly row: string | null;
  /** What the ledger entry names: the session that was charged for. */
  readonly voiceSessionId: string | null;
  /** Or the analysis. */
  readonly analysisId?: string;
  /** The existing row as it is now, for the next call of the batch that needs it. */
  readonly after?: LoadedRow;
};

/** What one call does beside its charge. Pure: it sees what was read under lock, and the time. */
export type Effect = {
  readonly kind: EffectKind;
  /** The id of the existing row that it needs, or null. */
  readonly target: string | null;
  /** Why it is impossible, or null. `now`: epoch milliseconds, the database's clock. */
  obstacle(row: LoadedRow | undefined, now: number): Obstacle | null;
  perform(row: LoadedRow | undefined, now: number): Deed;
  /** The JSON answer, made of the request and what was kept: the same at first and at each replay. */
  answer(kept: string): string;
};
