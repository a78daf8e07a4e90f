import type { Tx } from '#lib/db/prisma';
import type { Posting } from './account.ts';

/** Writes an account's new figures and the entries that explain them. */
export async function savePosting(
  tx: Tx,
  posting: Posting,
  by: { readonly actor: string; readonly note?: string },
): Promise<void> {
  const { account, entries } = posting;
  if (entries.length > 0) {
    await tx.creditEntry.createMany({
      data: entries.map((entry) => ({
        ...entry,
        sequence: BigInt(entry.sequence),
        actor: by.actor,
        note: by.note ?? '',
      })),
    });
  }
  await tx.creditAccount.update({
    where: { id: account.id },
    data: {
      balance: account.balance,
      included: account.included,
      purchased: account.purchased,
      usedThisPeriod: account.usedThisPeriod,
      periodStart: new Date(account.periodStart),
      periodEnd: new Date(account.periodEnd),
      lastSequence: BigInt(account.lastSequence),
    },
  });
}
