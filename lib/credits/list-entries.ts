import { z } from 'zod';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import type { CreditEntry } from '#lib/db/generated/client';
import type { CreditEntryKind } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

/** One line of the ledger. */
export type LedgerEntry = {
  readonly sequence: number;
  readonly kind: CreditEntryKind;
  readonly amount: number;
  readonly balanceAfter: number;
  readonly sessionId: string | null;
  readonly analysisId: string | null;
  readonly requestId: string | null;
  /** `key_…`, `usr_…`, `operator` or `system`. */
  readonly actor: string;
  readonly note: string;
  readonly createdAt: string;
};

/** A line as pages show it. */
export type EntryView = LedgerEntry & {
  /** The key's or the user's name; null for others. */
  readonly actorName: string | null;
};

export const listEntriesInput = z.strictObject({
  environment: environmentField,
  cursor: cursorField(z.tuple([z.int().nonnegative()])).optional(),
  limit: z.int().min(1).max(100).default(25),
});

/** The ledger, newest first, by pages. */
export const listEntries = defineVerb({
  name: null,
  can: 'credits.read',
  input: listEntriesInput,
  run: async (ctx, input): Promise<Result<Page<EntryView>>> => {
    const { environment, cursor, limit } = input;
    const account = await db().creditAccount.findUnique({
      where: { organizationId_environment: { organizationId: ctx.organizationId, environment } },
      select: { id: true, lastSequence: true },
    });
    if (account === null) return notFound('organization');
    const backwards = cursor?.direction === 'previous';
    const at = cursor === undefined ? undefined : BigInt(cursor.at[0]);
    const rows = await db().creditEntry.findMany({
      where: {
        accountId: account.id,
        ...(at === undefined ? {} : { sequence: backwards ? { gt: at } : { lt: at } }),
      },
      orderBy: { sequence: backwards ? 'asc' : 'desc' },
      take: limit + 1,
    });
    const names = await namesOf(ctx.organizationId, new Set(rows.map(({ actor }) => actor)));
    const page = pageOf(rows, { cursor, limit, key: (row) => [Number(row.sequence)] });
    return done({
      ...page,
      items: page.items.map((row) => ({
        ...ledgerEntry(row),
        actorName: names.get(row.actor) ?? null,
      })),
      // Sequence numbers have no gaps.
      total: Number(account.lastSequence),
    });
  },
});

/** The names of keys of the organization and of users among these actors. */
async function namesOf(organizationId: string, actors: ReadonlySet<string>) {
  const ids = [...actors];
  const select = { id: true, name: true } as const;
  const [keys, users] = await Promise.all([
    db().apiKey.findMany({ where: { organizationId, id: { in: ids } }, select }),
    db().user.findMany({ where: { id: { in: ids } }, select }),
  ]);
  return new Map([...keys, ...users].map(({ id, name }) => [id, name]));
}

/** The public side of a ledger row. */
export function ledgerEntry(row: CreditEntry): LedgerEntry {
  return {
    sequence: Number(row.sequence),
    kind: row.kind,
    amount: row.amount,
    balanceAfter: row.balanceAfter,
    sessionId: row.voiceSessionId,
    analysisId: row.analysisId,
    requestId: row.requestId,
    actor: row.actor,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  };
}
