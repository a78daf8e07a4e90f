import type { Pool } from 'pg';
import { newId } from '#lib/ids';
import type { PaymentNews } from '#lib/payments/provider';
import type { Spender } from '#test/spender';

/** A purchase that waits for its money. */
export type OpenPurchase = { readonly id: string; readonly reference: string };

/** Writes a purchase of so many credits, as an opened checkout leaves it. */
export async function openPurchase(
  pool: Pool,
  { organizationId, environment }: Spender,
  credits: number,
): Promise<OpenPurchase> {
  const id = newId('pur');
  const reference = `cs_${id}`;
  await pool.query(
    `INSERT INTO credit_purchases (id, organization_id, environment, credits, amount, currency, provider, reference)
     VALUES ($1, $2, $3::environment, $4, 100, 'usd', 'stripe', $5)`,
    [id, organizationId, environment, credits, reference],
  );
  return { id, reference };
}

/** The news that its money has come; another event for each number. */
export function paidNews({ id, reference }: OpenPurchase, number: number): PaymentNews {
  const type = 'checkout.session.completed';
  const event = { id: `evt_${id}_${number}`, type, outcome: 'paid' } as const;
  return { ...event, purchaseId: id, reference, amount: 100, currency: 'usd' };
}
