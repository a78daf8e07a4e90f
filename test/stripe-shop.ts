import { afterAll, beforeAll, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { STRIPE_KEY, STRIPE_WEBHOOK_SECRET, StripeServer } from '#test/stripe-server';

/** For all tests of a file: credits are sold in two packs, through a payment provider of the tests' own. */
export function openStripeShop(): StripeServer {
  const stripe = new StripeServer();
  beforeAll(async () => {
    vi.stubEnv('STRIPE_SECRET_KEY', STRIPE_KEY);
    vi.stubEnv('STRIPE_WEBHOOK_SECRET', STRIPE_WEBHOOK_SECRET);
    vi.stubEnv('STRIPE_API_URL', await stripe.listen());
    vi.stubEnv('CREDIT_PACKS', '1000:999,5000:4500 eur');
    resetEnv();
  });
  afterAll(async () => {
    await stripe.close();
    vi.unstubAllEnvs();
    resetEnv();
  });
  return stripe;
}
