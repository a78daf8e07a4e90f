import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { db, type Tx } from '#lib/db/prisma';
import { env } from '#lib/env';
import { environmentField } from '#lib/fields';
import { newId } from '#lib/ids';
import { log } from '#lib/log';
import { lockOrganization } from '#lib/orgs/lock';
import { denied, done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';
import { paymentProvider } from './current.ts';
import { type PackView, packsOnOffer } from './packs.ts';
import type { Checkout, PaymentProvider } from './provider.ts';

export const startCheckoutInput = z.strictObject({
  environment: environmentField,
  /** The id of a pack on offer. */
  pack: z.string().max(40),
});

/** Checkouts that an organization may open in an hour. */
const MOST_OPEN = 30;

/**
 * Opens a checkout for a pack. The provider is asked first, and the purchase written when it has answered:
 * nobody can pay before the address goes back to the browser, and no purchase is left half made.
 */
export const startCheckout = defineVerb({
  name: 'credits.checkout',
  can: 'credits.purchase',
  input: startCheckoutInput,
  run: async (ctx, { environment, pack: packId }): Promise<Result<{ url: string }>> => {
    if (environment === 'test') {
      return denied('invalid_input', 'Test credits are not sold. They are refilled for free.');
    }
    const provider = paymentProvider();
    if (provider === null)
      return denied('unavailable', 'Credits are not sold here. Ask your operator.');
    const pack = packsOnOffer().find(({ id }) => id === packId);
    if (pack === undefined) {
      return denied(
        'conflict',
        'The offer has changed since this page was made. Reload it and choose again.',
      );
    }
    if (await hasManyOpen(db(), ctx.organizationId)) return tooMany();
    const purchaseId = newId('pur');
    const checkout = await open(provider, purchaseId, pack);
    if (checkout === null) {
      return denied(
        'unavailable',
        'The payment page could not be opened, and nothing was charged. Try again in a minute.',
      );
    }
    const saved = await save(ctx, {
      id: purchaseId,
      pack,
      provider: provider.name,
      reference: checkout.reference,
    });
    return saved ? done({ url: checkout.url }) : tooMany();
  },
});

function tooMany() {
  return denied(
    'rate_limited',
    'Too many checkouts were opened in the last hour. Try again later.',
  );
}

async function hasManyOpen(tx: Pick<Tx, '$queryRaw'>, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM credit_purchases
    WHERE organization_id = ${organizationId} AND status = 'open' AND created_at > now() - interval '1 hour'`;
  return (rows[0]?.open ?? 0) >= MOST_OPEN;
}

async function open(
  provider: PaymentProvider,
  purchaseId: string,
  pack: PackView,
): Promise<Checkout | null> {
  const back = `${env().portalUrl}/live/credits?purchase=${purchaseId}`;
  try {
    const order = { ...pack, purchaseId, successUrl: back, cancelUrl: `${back}&cancelled=1` };
    return await provider.startCheckout(order);
  } catch (error) {
    log().error({ err: error, purchaseId }, 'the checkout could not be opened');
    return null;
  }
}

type NewPurchase = {
  readonly id: string;
  readonly pack: PackView;
  readonly provider: string;
  readonly reference: string;
};

/** False when others, opened at once, were faster; nobody then gets the checkout's address, and it ends by itself. */
function save(ctx: Context, { id, pack, provider, reference }: NewPurchase): Promise<boolean> {
  const { credits, price: amount, currency } = pack;
  return db().$transaction(async (tx) => {
    await lockOrganization(tx, ctx.organizationId);
    if (await hasManyOpen(tx, ctx.organizationId)) return false;
    await tx.creditPurchase.create({
      data: {
        id,
        organizationId: ctx.organizationId,
        environment: 'live',
        credits,
        amount,
        currency,
        provider,
        reference,
        createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      },
    });
    await recordAudit(tx, ctx, {
      action: 'credits.checkout',
      targetId: id,
      targetLabel: 'live',
      after: { credits, amount, currency, provider },
    });
    return true;
  });
}
