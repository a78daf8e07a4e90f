import { z } from 'zod';

/** Credits that can be bought at once, and what they cost. */
export type CreditPack = {
  readonly credits: number;
  /** In the currency's smallest unit. */
  readonly price: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
};

/** What selling credits through Stripe needs. */
export type StripeSettings = {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another address than Stripe's own, for tests on this machine. */
  readonly apiUrl: URL | undefined;
};

export type Payments = {
  /** Undefined: credits are not sold here, the operator grants them. */
  readonly stripe: StripeSettings | undefined;
  readonly packs: readonly CreditPack[];
};

const PACKS = /^(\d{1,9}:\d{1,9}(?:\s*,\s*\d{1,9}:\d{1,9})*)\s+([A-Za-z]{3})$/;

/** Parses `1000:1000,10000:8000 usd`: credits and price of each pack, and the currency of all. */
export function parsePacks(text: string): CreditPack[] | string {
  const [, list, currency] = PACKS.exec(text.trim()) ?? [];
  if (list === undefined || currency === undefined) {
    return 'it is not of the form CREDITS:PRICE,CREDITS:PRICE CURRENCY, such as 1000:1000,10000:8000 usd';
  }
  const packs = list.split(',').map((part) => {
    const [credits = 0, price = 0] = part.split(':').map(Number);
    return { credits, price, currency: currency.toLowerCase() };
  });
  if (packs.some(({ credits, price }) => credits === 0 || price === 0))
    return 'a pack is of nothing';
  const sizes = new Set(packs.map(({ credits }) => credits));
  return sizes.size === packs.length ? packs : 'two packs have the same number of credits';
}

/** The settings' texts, each checked by itself. */
export const paymentFields = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_\S+$/, {
      error: 'is not a secret key of Stripe’s, which begins with sk_ or rk_',
    })
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, {
      error: 'is not a signing secret of Stripe’s, which begins with whsec_',
    })
    .optional(),
  STRIPE_API_URL: z
    .string()
    .transform((text, ctx) => {
      const url = URL.parse(text);
      if (url?.protocol === 'http:' && isLoopback(url.hostname)) return url;
      ctx.addIssue('is for tests only: it must be an http:// address of this machine');
      return z.NEVER;
    })
    .optional(),
  CREDIT_PACKS: z
    .string()
    .default('1000:1000,10000:8000,100000:60000 usd')
    .transform((text, ctx) => {
      const packs = parsePacks(text);
      if (typeof packs !== 'string') return packs;
      ctx.addIssue(`is wrong: ${packs}`);
      return z.NEVER;
    }),
};

type Raw = z.output<z.ZodObject<typeof paymentFields>>;

/** Puts the settings together; the answer is what is wrong with them as a whole, or they. */
export function readPayments(raw: Raw): Payments | string {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = raw;
  const packs = raw.CREDIT_PACKS;
  if (secretKey === undefined && webhookSecret === undefined) return { stripe: undefined, packs };
  if (webhookSecret === undefined) {
    return 'STRIPE_WEBHOOK_SECRET must be set when STRIPE_SECRET_KEY is set.';
  }
  if (secretKey === undefined) {
    return 'STRIPE_SECRET_KEY must be set when STRIPE_WEBHOOK_SECRET is set.';
  }
  return { stripe: { secretKey, webhookSecret, apiUrl: raw.STRIPE_API_URL }, packs };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
