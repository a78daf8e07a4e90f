import type { CreditPack } from '#lib/env/payments';

/** Credits that somebody wants to buy, under the id that the purchase will have. */
export type Order = CreditPack & {
  /** `pur_…`; a second start with the same id is the same checkout. */
  readonly purchaseId: string;
  /** Where the provider sends the buyer afterwards. */
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** Where the buyer pays, and what the provider calls it. */
export type Checkout = { readonly reference: string; readonly url: string };

/** News of a checkout, signed by the provider. */
export type PaymentNews = {
  /** The same however often it is sent. */
  readonly id: string;
  readonly type: string;
  /** `paid`: the money is there; `lapsed`: it will not come; null: nothing to do about it. */
  readonly outcome: 'paid' | 'lapsed' | null;
  /** The order's purchase id, as the provider gives it back; empty when it has none. */
  readonly purchaseId: string;
  readonly reference: string;
  /** What was asked for; null when the provider does not say. */
  readonly amount: number | null;
  readonly currency: string | null;
};

/** Who takes the money. Without one, credits come from the operator. */
export type PaymentProvider = {
  readonly name: string;
  /**
   * Opens a page to pay on; null when the provider refuses, so that none is open.
   * @throws when it cannot be reached or fails, and nobody knows
   */
  startCheckout(order: Order): Promise<Checkout | null>;
  /** Reads a message as it was sent; null when the provider did not sign it, or too long ago. */
  readEvent(body: string, signature: string): PaymentNews | null;
};
