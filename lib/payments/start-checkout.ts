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

/** Checkouts that an organization may have open of those of the last hour. */
const MOST_OPEN = 30;

/**
 * Opens a checkout for a pack. Its place among the organization's is taken before the provider is asked,
 * and given back when the provider refuses: it is never asked more often than the limit allows.
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
    const purchaseId = newId('pur');
    const place = { id: purchaseId, pack, provider: provider.name };
    if (!(await takePlace(ctx, place))) return tooMany();
    const checkout = await open(provider, purchaseId, pack);
    if (checkout === 'refused') await giveBack(ctx, purchaseId);
    if (checkout === 'refused' || checkout === 'unknown') {
      return denied(
        'unavailable',
        'The payment page could not be opened, and nothing was charged. Try again in a minute.',
      );
    }
    await confirm(ctx, place, checkout.reference);
    return done({ url: checkout.url });
  },
});

function tooMany() {
  return denied(
    'rate_limited',
    'Too many checkouts were opened in the last hour. Try again later.',
  );
}

type Place = { readonly id: string; readonly pack: PackView; readonly provider: string };

/** Writes the purchase that nobody sees before its checkout is open; false when there are too many. */
function takePlace(ctx: Context, { id, pack, provider }: Place): Promise<boolean> {
  const { organizationId } = ctx;
  const { credits, price: amount, currency } = pack;
  return db().$transaction(async (tx) => {
    // Of several at once each counts those before it.
    await lockOrganization(tx, organizationId);
    if (await hasManyOpen(tx, organizationId)) return false;
    await tx.creditPurchase.create({
      data: {
        id,
        organizationId,
        environment: 'live',
        credits,
        amount,
        currency,
        provider,
        createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      },
    });
    return true;
  });
}

/** Counts what was opened within the hour, and clears away places that nothing came of. */
async function hasManyOpen(tx: Tx, organizationId: string): Promise<boolean> {
  await tx.$executeRaw`
    DELETE FROM credit_purchases WHERE organization_id = ${organizationId} AND status = 'open'
      AND reference IS NULL AND created_at <= now() - interval '1 hour'`;
  const rows = await tx.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM credit_purchases
    WHERE organization_id = ${organizationId} AND status = 'open' AND created_at > now() - interval '1 hour'`;
  return (rows[0]?.open ?? 0) >= MOST_OPEN;
}

/** `unknown` when the provider's answer was lost: a checkout may be open there, so its place stays taken. */
async function open(
  provider: PaymentProvider,
  purchaseId: string,
  pack: PackView,
): Promise<Checkout | 'refused' | 'unknown'> {
  const back = `${env().portalUrl}/live/credits?purchase=${purchaseId}`;
  try {
    const order = { ...pack, purchaseId, successUrl: back, cancelUrl: `${back}&cancelled=1` };
    return (await provider.startCheckout(order)) ?? 'refused';
  } catch (error) {
    log().error({ err: error, purchaseId }, 'the checkout could not be opened');
    return 'unknown';
  }
}

async function giveBack({ organizationId }: Context, id: string): Promise<void> {
  await db().creditPurchase.delete({ where: { id, organizationId } });
}

/** Only after this commit the address goes to the browser: nobody can pay for what is not written. */
function confirm(ctx: Context, { id, pack, provider }: Place, reference: string): Promise<void> {
  const { credits, price: amount, currency } = pack;
  return db().$transaction(async (tx) => {
    await tx.creditPurchase.update({
      where: { id, organizationId: ctx.organizationId },
      data: { reference },
    });
    await recordAudit(tx, ctx, {
      action: 'credits.checkout',
      targetId: id,
      targetLabel: 'live',
      after: { credits, amount, currency, provider },
    });
  });
}
