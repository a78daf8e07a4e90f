import { z } from 'zod';
import type { CreditPurchase } from '#lib/db/generated/client';
import type { Environment, PurchaseStatus } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { isId } from '#lib/ids';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** Credits that somebody bought or set out to buy; ISO times. */
export type PurchaseView = {
  readonly id: string;
  readonly environment: Environment;
  readonly credits: number;
  /** In the currency's smallest unit. */
  readonly amount: number;
  readonly currency: string;
  readonly status: PurchaseStatus;
  /** The buyer's name; empty when they are gone. */
  readonly by: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
};

/** The newest purchases, and the one asked for. Those without payment are apart, and push no paid one out. */
export type Purchases = {
  readonly paid: readonly PurchaseView[];
  readonly unpaid: readonly PurchaseView[];
  /** Null when none was asked for, or the organization has no such purchase. */
  readonly asked: PurchaseView | null;
};

export const listPurchasesInput = z.strictObject({
  environment: environmentField,
  /** The purchase that a buyer comes back from. */
  purchaseId: z.string().max(64).optional(),
});

const SHOWN = 20;
const buyer = { createdBy: { select: { name: true } } } as const;

/** Purchases of one environment, newest first. */
export const listPurchases = defineVerb({
  name: null,
  can: 'credits.read',
  input: listPurchasesInput,
  run: async (ctx, { environment, purchaseId = '' }): Promise<Result<Purchases>> => {
    // Without a reference no checkout was opened for it.
    const own = { organizationId: ctx.organizationId, environment, reference: { not: null } };
    const newest = (status: PurchaseStatus[]) =>
      db().creditPurchase.findMany({
        where: { ...own, status: { in: status } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: SHOWN,
        include: buyer,
      });
    const [paid, unpaid, asked] = await Promise.all([
      newest(['paid']),
      newest(['open', 'lapsed']),
      isId('pur', purchaseId)
        ? db().creditPurchase.findFirst({ where: { ...own, id: purchaseId }, include: buyer })
        : null,
    ]);
    return done({
      paid: paid.map(viewOf),
      unpaid: unpaid.map(viewOf),
      asked: asked === null ? null : viewOf(asked),
    });
  },
});

function viewOf(row: CreditPurchase & { createdBy: { name: string } | null }): PurchaseView {
  return {
    id: row.id,
    environment: row.environment,
    credits: row.credits,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    by: row.createdBy?.name ?? '',
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
