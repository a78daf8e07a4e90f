import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { findAccountId } from '#lib/credits/find-account';
import { lockAccount } from '#lib/credits/lock-account';
import { addPurchased } from '#lib/credits/post';
import { savePosting } from '#lib/credits/save-posting';
import type { CreditPurchase } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { isId } from '#lib/ids';
import type { PaymentNews } from './provider.ts';

/** What a message did: `mismatch` is money that does not fit its purchase, for a person to look at. */
export type Settlement =
  | 'paid'
  | 'lapsed'
  | 'mismatch'
  /** It was counted before, or says nothing new. */
  | 'known'
  /** No purchase of ours, or nothing that concerns one. */
  | 'ignored';

/**
 * Does what a provider's message asks for, once: the purchase's row is locked, the message noted, the
 * credits posted, all in one transaction. How many credits is our row's to say, never the message's.
 */
export async function settlePurchase(
  provider: string,
  news: PaymentNews,
  requestId: string,
): Promise<Settlement> {
  if (news.outcome === null || !isId('pur', news.purchaseId)) return 'ignored';
  return db().$transaction(async (tx) => {
    const purchase = await lockPurchase(tx, provider, news.purchaseId);
    if (purchase === null) return 'ignored';
    const { count } = await tx.paymentEvent.createMany({
      data: [{ provider, id: news.id, type: news.type }],
      skipDuplicates: true,
    });
    if (count === 0 || purchase.status === 'paid') return 'known';
    const ctx = systemContext(purchase, requestId);
    if (!fits(purchase, news)) return refuse(tx, ctx, purchase, news);
    return news.outcome === 'paid' ? pay(tx, ctx, purchase) : lapse(tx, purchase);
  });
}

async function lockPurchase(tx: Tx, provider: string, id: string): Promise<CreditPurchase | null> {
  await tx.$queryRaw`SELECT 1 FROM credit_purchases WHERE id = ${id} FOR UPDATE`;
  return tx.creditPurchase.findFirst({ where: { id, provider } });
}

function fits(purchase: CreditPurchase, news: PaymentNews): boolean {
  // Its checkout's address reached nobody, so it can only lapse.
  if (purchase.reference === null) return news.outcome === 'lapsed';
  if (news.reference !== purchase.reference) return false;
  if (news.outcome === 'lapsed') return true;
  return news.amount === purchase.amount && news.currency === purchase.currency;
}

/** @throws when the balance has no room for the credits: the provider sends its message again. */
async function pay(tx: Tx, ctx: Context, purchase: CreditPurchase): Promise<Settlement> {
  const { id, organizationId, environment, credits, amount, currency } = purchase;
  const accountId = await findAccountId(tx, organizationId, environment);
  const account = accountId === null ? null : await lockAccount(tx, accountId);
  const posting = account === null ? null : addPurchased(account, 'purchase', credits);
  if (account === null || posting === null) throw new Error(`no account can take purchase ${id}`);
  await savePosting(tx, posting, { actor: purchase.createdById ?? 'system', note: id });
  await close(tx, id, 'paid');
  await recordAudit(tx, ctx, {
    action: 'credits.purchase',
    targetId: id,
    targetLabel: environment,
    before: { balance: account.balance },
    after: { balance: posting.account.balance, credits, amount, currency },
  });
  return 'paid';
}

async function lapse(tx: Tx, purchase: CreditPurchase): Promise<Settlement> {
  if (purchase.status === 'lapsed') return 'known';
  await close(tx, purchase.id, 'lapsed');
  return 'lapsed';
}

async function refuse(
  tx: Tx,
  ctx: Context,
  purchase: CreditPurchase,
  news: PaymentNews,
): Promise<Settlement> {
  await recordAudit(tx, ctx, {
    action: 'credits.purchase',
    outcome: 'refused',
    targetId: purchase.id,
    targetLabel: purchase.environment,
    before: { amount: purchase.amount, currency: purchase.currency, reference: purchase.reference },
    after: {
      reason: 'mismatch',
      amount: news.amount,
      currency: news.currency,
      reference: news.reference,
    },
  });
  return 'mismatch';
}

async function close(tx: Tx, id: string, status: 'paid' | 'lapsed'): Promise<void> {
  const settledAt = await databaseNow(tx);
  await tx.creditPurchase.update({ where: { id }, data: { status, settledAt } });
}

function systemContext({ organizationId, provider }: CreditPurchase, requestId: string): Context {
  return {
    organizationId,
    actor: { kind: 'system', label: provider },
    origin: { ip: '', userAgent: '', requestId },
  };
}
