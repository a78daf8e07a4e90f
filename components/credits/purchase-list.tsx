import { Badge, type Tone } from '#components/ui/badge';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { PurchaseStatus } from '#lib/db/generated/enums';
import type { PurchaseView } from '#lib/payments/list';
import { amount, priceOf } from './credit-texts.ts';

const states: Readonly<Record<PurchaseStatus, { tone: Tone; text: string }>> = {
  open: { tone: 'neutral', text: 'Not paid yet' },
  paid: { tone: 'ok', text: 'Paid' },
  lapsed: { tone: 'neutral', text: 'Ended without payment' },
};

/** The newest purchases; nothing when there were none. */
export function PurchaseList({ purchases }: { purchases: readonly PurchaseView[] }) {
  if (purchases.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold">Purchases</h2>
      <Table
        label="Purchases of credits, newest first"
        head={
          <>
            <Th>Time</Th>
            <Th align="right">Credits</Th>
            <Th align="right">Price</Th>
            <Th>State</Th>
            <Th>By</Th>
          </>
        }
      >
        {purchases.map((purchase) => (
          <Tr key={purchase.id}>
            <Td label="Time">
              <Time iso={purchase.createdAt} />
            </Td>
            <Td label="Credits" align="right">
              {amount(purchase.credits)}
            </Td>
            <Td label="Price" align="right">
              {priceOf(purchase.amount, purchase.currency)}
            </Td>
            <Td label="State">
              <Badge tone={states[purchase.status].tone}>{states[purchase.status].text}</Badge>
            </Td>
            <Td label="By">{purchase.by || <span className="text-faint">unknown</span>}</Td>
          </Tr>
        ))}
      </Table>
    </section>
  );
}
