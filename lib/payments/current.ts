import { env } from '#lib/env';
import type { StripeSettings } from '#lib/env/payments';
import type { PaymentProvider } from './provider.ts';
import { stripeProvider } from './stripe.ts';

let made: { readonly of: StripeSettings; readonly provider: PaymentProvider } | undefined;

/** Who takes the money here; null when credits come from the operator. */
export function paymentProvider(): PaymentProvider | null {
  const { stripe } = env().payments;
  if (stripe === undefined) return null;
  if (made?.of !== stripe) made = { of: stripe, provider: stripeProvider(stripe) };
  return made.provider;
}
