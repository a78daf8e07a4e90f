import type { Environment } from '#lib/db/generated/enums';
import type { Tx } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { emptyAccount } from './account.ts';
import { periodAt } from './period.ts';
import { grantIncluded } from './roll.ts';
import { savePosting } from './save-posting.ts';

/** Inserts a credit account in the period of `now` with that period's included credits. */
export async function openAccount(
  tx: Tx,
  wanted: {
    readonly organizationId: string;
    readonly environment: Environment;
    readonly credits: number;
    readonly now: Date;
  },
): Promise<void> {
  const { organizationId, environment, credits, now } = wanted;
  const empty = emptyAccount(newId('acct'), periodAt(now.getTime()));
  await tx.creditAccount.create({
    data: {
      id: empty.id,
      organizationId,
      environment,
      balance: 0,
      included: 0,
      purchased: 0,
      periodStart: new Date(empty.periodStart),
      periodEnd: new Date(empty.periodEnd),
    },
  });
  await savePosting(tx, grantIncluded(empty, credits), { actor: 'system' });
}
