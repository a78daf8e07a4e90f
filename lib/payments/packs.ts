import { env } from '#lib/env';
import type { CreditPack } from '#lib/env/payments';

/** A pack on offer. The id says what it holds and costs, so that an outdated page buys nothing else. */
export type PackView = CreditPack & { readonly id: string };

/** The packs that can be bought; none when nobody takes money here. */
export function packsOnOffer(): readonly PackView[] {
  const { stripe, packs } = env().payments;
  if (stripe === undefined) return [];
  return packs.map((pack) => ({ ...pack, id: `${pack.credits}:${pack.price}:${pack.currency}` }));
}
