import { z } from 'zod';
import type { CreditEntry } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { type LedgerEntry, ledgerEntry } from './list-entries.ts';

/** One line of the ledger, with the two parts of its amount. */
export type LedgerLine = LedgerEntry & {
  readonly includedDelta: number;
  readonly purchasedDelta: number;
};

/** A whole ledger as it was at one moment. */
export type LedgerExport = {
  readonly organization: string;
  readonly at: string;
  /** Oldest first, read piece by piece as it is asked for. */
  readonly pieces: AsyncGenerator<readonly LedgerLine[], void, void>;
};

export const exportLedgerInput = z.strictObject({ environment: environmentField });

const PIECE = 2_000;

/** The ledger as it is now, in pieces: entries that are added meanwhile are not in it. */
export const exportLedger = defineVerb({
  name: null,
  can: 'credits.read',
  input: exportLedgerInput,
  run: async (ctx, { environment }): Promise<Result<LedgerExport>> => {
    const account = await db().creditAccount.findUnique({
      where: { organizationId_environment: { organizationId: ctx.organizationId, environment } },
      include: { organization: { select: { name: true } } },
    });
    if (account === null) return notFound('organization');
    return done({
      organization: account.organization.name,
      at: (await databaseNow(db())).toISOString(),
      pieces: readPieces(account.id, account.lastSequence),
    });
  },
});

async function* readPieces(accountId: string, last: bigint): LedgerExport['pieces'] {
  let after = 0n;
  while (after < last) {
    const rows = await db().creditEntry.findMany({
      where: { accountId, sequence: { gt: after, lte: last } },
      orderBy: { sequence: 'asc' },
      take: PIECE,
    });
    const newest = rows.at(-1);
    if (newest === undefined) return;
    yield rows.map(lineOf);
    after = newest.sequence;
  }
}

function lineOf(row: CreditEntry): LedgerLine {
  const { includedDelta, purchasedDelta } = row;
  return { ...ledgerEntry(row), includedDelta, purchasedDelta };
}
