import { z } from 'zod';
import type { Environment } from '#lib/db/generated/enums';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { checkLedger, type LedgerCheck } from './check-ledger.ts';
import { readAccount } from './read-account.ts';

/** A credit account as pages show it; whole credits, ISO times. */
export type CreditsView = {
  readonly environment: Environment;
  readonly balance: number;
  readonly included: number;
  readonly purchased: number;
  readonly usedThisPeriod: number;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly nextRefill: { readonly at: string; readonly amount: number };
  /** Whether the ledger's entries add up to the balance, and what was added up to know it. */
  readonly check: LedgerCheck;
  readonly checkedAt: string;
};

export const showCreditsInput = z.strictObject({ environment: environmentField });

/** Balance and period of one environment, with the ledger's sum checked in the same snapshot. */
export const showCredits = defineVerb({
  name: null,
  can: 'credits.read',
  input: showCreditsInput,
  run: (ctx, { environment }): Promise<Result<CreditsView>> =>
    db().$transaction((tx) => view(tx, ctx.organizationId, environment), {
      isolationLevel: 'RepeatableRead',
    }),
});

async function view(
  tx: Tx,
  organizationId: string,
  environment: Environment,
): Promise<Result<CreditsView>> {
  const read = await readAccount(tx, organizationId, environment);
  if (read === null) return notFound('organization');
  const { row, now, figures: account, creditsPerPeriod } = read;
  const check = await checkLedger(tx, row);
  const periodEnd = new Date(account.periodEnd).toISOString();
  return done({
    environment,
    balance: account.balance,
    included: account.included,
    purchased: account.purchased,
    usedThisPeriod: account.usedThisPeriod,
    periodStart: new Date(account.periodStart).toISOString(),
    periodEnd,
    nextRefill: { at: periodEnd, amount: creditsPerPeriod },
    check,
    checkedAt: now.toISOString(),
  });
}
