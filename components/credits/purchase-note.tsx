import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import type { PurchaseView } from '#lib/payments/list';
import { AwaitPayment } from './await-payment.tsx';
import { amount, priceOf, unitOf } from './credit-texts.ts';

/** What became of the purchase that the buyer comes back from. `cancelled`: they came by its way back. */
export function PurchaseNote({
  purchase,
  cancelled,
}: {
  purchase: PurchaseView;
  cancelled: boolean;
}) {
  const credits = `${amount(purchase.credits)} ${unitOf(purchase.credits)}`;
  const dismiss = (
    <LinkButton size="sm" href={`/${purchase.environment}/credits`} replace scroll={false}>
      Dismiss
    </LinkButton>
  );
  if (purchase.status === 'paid') {
    return (
      <Callout tone="ok" live title={`Paid: ${credits} were added`} actions={dismiss}>
        They are in the balance and in the ledger, and never lapse.
      </Callout>
    );
  }
  if (purchase.status === 'lapsed') {
    return (
      <Callout tone="warn" live title="This purchase ended without payment" actions={dismiss}>
        Nothing was added. Choose a pack again if you still want {credits}.
      </Callout>
    );
  }
  if (cancelled) {
    return (
      <Callout tone="neutral" live title="Cancelled, nothing was charged" actions={dismiss}>
        The checkout for {credits} ends by itself within an hour.
      </Callout>
    );
  }
  return (
    <Callout tone="info" live title="Payment is being confirmed" actions={<AwaitPayment />}>
      {credits} for {priceOf(purchase.amount, purchase.currency)} are added as soon as the payment
      provider confirms it: mostly within seconds, with a bank transfer within days. You need not
      wait here.
    </Callout>
  );
}
