import type { CreditAccount, Organization } from '#lib/db/generated/client';
import type { Environment } from '#lib/db/generated/enums';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import { effectiveLimits } from '#lib/orgs/plans';
import type { AccountFigures } from './account.ts';
import { figuresOf } from './lock-account.ts';
import { rollPeriod } from './roll.ts';

/** An account to be shown. */
export type ShownAccount = {
  readonly row: CreditAccount & { readonly organization: Organization };
  /** The database's clock. */
  readonly now: Date;
  /** As of now: a period that is over is rolled, though the next write is what stores it. */
  readonly figures: AccountFigures;
  readonly creditsPerPeriod: number;
};

/** Reads an organization's account in one environment; null when there is none. */
export async function readAccount(
  tx: Tx,
  organizationId: string,
  environment: Environment,
): Promise<ShownAccount | null> {
  const row = await tx.creditAccount.findUnique({
    where: { organizationId_environment: { organizationId, environment } },
    include: { organization: true },
  });
  if (row === null) return null;
  const now = await databaseNow(tx);
  const { creditsPerPeriod } = effectiveLimits(row.organization);
  const { account: figures } = rollPeriod(figuresOf(row), now.getTime(), creditsPerPeriod);
  return { row, now, figures, creditsPerPeriod };
}
