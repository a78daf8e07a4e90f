import { Card } from '#components/ui/card';
import type { Environment } from '#lib/db/generated/enums';
import type { PackView } from '#lib/payments/packs';
import { BuyButton } from './buy-button.tsx';
import { amount, dayOf, priceOf } from './credit-texts.ts';

/** The packs on offer, for live credits; test credits come with the refill. */
export function BuyCredits({
  packs,
  environment,
  canBuy,
  refill,
}: {
  packs: readonly PackView[];
  environment: Environment;
  canBuy: boolean;
  refill: { readonly at: string; readonly amount: number };
}) {
  if (environment === 'test') {
    return (
      <Card title="Need more?">
        <p>
          Test credits are not sold: {amount(refill.amount)} are refilled for free on{' '}
          {dayOf(refill.at)}. Packs can be bought for the live environment.
        </p>
      </Card>
    );
  }
  return (
    <Card
      title="Buy credits"
      description={
        canBuy
          ? 'You pay on a page of Stripe’s and come back here. Bought credits are added as soon as the payment is confirmed, and never lapse.'
          : 'Your role can’t buy credits. Ask an owner, an admin or somebody in billing.'
      }
    >
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {packs.map((pack) => (
          <li key={pack.id} className="flex flex-col gap-3 rounded-md border border-line px-4 py-3">
            <div>
              <p className="font-semibold">{amount(pack.credits)} credits</p>
              <p className="text-muted">{priceOf(pack.price, pack.currency)}, once</p>
            </div>
            {canBuy && <BuyButton pack={pack.id} label={`Buy ${amount(pack.credits)} credits`} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
