import Stripe from 'stripe';
import { z } from 'zod';
import { brand } from '#lib/brand';
import { clock } from '#lib/clock';
import type { StripeSettings } from '#lib/env/payments';
import { log } from '#lib/log';
import type { Checkout, Order, PaymentNews, PaymentProvider } from './provider.ts';

const TIMEOUT_MS = 10_000;
/** Stripe takes 30 minutes to 24 hours. */
const OPEN_SECONDS = 3_600;

/** What of a Checkout Session is looked at; Stripe adds fields as it likes. */
const checkoutSession = z.object({
  id: z.string(),
  object: z.literal('checkout.session'),
  client_reference_id: z.string().nullable(),
  payment_status: z.string(),
  amount_total: z.int().nullable(),
  currency: z.string().nullable(),
});
type CheckoutSession = z.output<typeof checkoutSession>;

/** Sells through Stripe Checkout. Source: https://docs.stripe.com/checkout/fulfillment */
export function stripeProvider({
  secretKey,
  webhookSecret,
  apiUrl,
}: StripeSettings): PaymentProvider {
  const stripe = new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(apiUrl === undefined
      ? {}
      : { protocol: 'http', host: apiUrl.hostname, port: apiUrl.port || '80' }),
  });
  return {
    name: 'stripe',
    startCheckout: (order) => openSession(stripe, order),
    readEvent: (body, signature) => {
      const event = verify(stripe, body, signature, webhookSecret);
      return event === null ? null : newsOf(event);
    },
  };
}

async function openSession(stripe: Stripe, order: Order): Promise<Checkout | null> {
  const { purchaseId } = order;
  try {
    const { id, url } = await stripe.checkout.sessions.create(sessionOf(order), {
      idempotencyKey: purchaseId,
    });
    if (url === null) throw new Error(`Stripe gave no address for the checkout ${id}`);
    return { reference: id, url };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log().error({ err: error, purchaseId }, 'Stripe refused to open a checkout');
    return null;
  }
}

/** Of the answers that say no, 409 says only that the same request is still at work. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 && status !== 409;
}

function sessionOf(order: Order): Stripe.Checkout.SessionCreateParams {
  const { purchaseId, credits, price, currency } = order;
  const metadata = { purchase: purchaseId };
  return {
    mode: 'payment',
    client_reference_id: purchaseId,
    metadata,
    payment_intent_data: { metadata },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency,
          unit_amount: price,
          product_data: { name: `${credits.toLocaleString('en-GB')} ${brand.apiName} credits` },
        },
      },
    ],
    // The amount is compared with ours when the money comes, so nothing may change it on the way.
    adaptive_pricing: { enabled: false },
    expires_at: Math.floor(clock.now() / 1000) + OPEN_SECONDS,
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
  };
}

function verify(stripe: Stripe, body: string, signature: string, secret: string) {
  try {
    return stripe.webhooks.constructEvent(body, signature, secret);
  } catch (error) {
    // Signed by us alone, a body that is no JSON would be a fault.
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}

function newsOf({ id, type, data }: Stripe.Event): PaymentNews {
  const parsed = checkoutSession.safeParse(data.object);
  const nothing = { id, type, outcome: null, purchaseId: '', reference: '' };
  if (!parsed.success) return { ...nothing, amount: null, currency: null };
  const session = parsed.data;
  return {
    id,
    type,
    outcome: outcomeOf(type, session),
    purchaseId: session.client_reference_id ?? '',
    reference: session.id,
    amount: session.amount_total,
    currency: session.currency,
  };
}

/** A completed checkout may still wait for its money, e.g. from a bank transfer. */
function outcomeOf(type: string, { payment_status }: CheckoutSession): PaymentNews['outcome'] {
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return payment_status === 'paid' ? 'paid' : null;
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return 'lapsed';
    default:
      return null;
  }
}
