import Stripe from 'stripe';
import { ulid } from '#lib/ids';
import type { OpenedCheckout } from '#test/stripe-server';
import { STRIPE_KEY, STRIPE_WEBHOOK_SECRET } from '#test/stripe-server';

const stripe = new Stripe(STRIPE_KEY);

/** An event of a checkout as Stripe would send it; `over` changes the session in it. */
export function checkoutEvent(
  type: string,
  { id, fields }: OpenedCheckout,
  over: Readonly<Record<string, unknown>> = {},
): { readonly id: string; readonly body: string } {
  const event = {
    id: `evt_${ulid()}`,
    object: 'event',
    type,
    data: {
      object: {
        id,
        object: 'checkout.session',
        client_reference_id: fields.client_reference_id,
        payment_status: 'paid',
        amount_total: Number(fields['line_items[0][price_data][unit_amount]']),
        currency: fields['line_items[0][price_data][currency]'],
        ...over,
      },
    },
  };
  return { id: event.id, body: JSON.stringify(event) };
}

/** The `Stripe-Signature` of a body; `ago`: seconds since it was signed. */
export function signatureOf(body: string, secret = STRIPE_WEBHOOK_SECRET, ago = 0): string {
  const timestamp = Math.floor(Date.now() / 1000) - ago;
  return stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
}
