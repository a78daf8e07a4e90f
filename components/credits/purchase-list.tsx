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

/** Purchases that are shown at once; a ledger comes below them. */
const AT_FIRST = 5;

type Purchases = readonly PurchaseView[];

/** The newest purchases; nothing when there were none. Older ones and those without payment are folded away. */
export function PurchaseList({ paid, unpaid }: { paid: Purchases; unpaid: Purchases }) {
  if (paid.length + unpaid.length === 0) return null;
  const earlier = paid.slice(AT_FIRST);
  return (
    <section>
      <h2 className="mb-2 font-semibold">Purchases</h2>
      {paid.length === 0 ? (
        <p className="text-muted text-sm">No purchase was paid yet.</p>
      ) : (
        <PurchaseTable purchases={paid.slice(0, AT_FIRST)} label="Purchases, newest first" />
      )}
      <Folded purchases={earlier} label={`${countOf(earlier)} paid earlier`} />
      <Folded purchases={unpaid} label={`${countOf(unpaid)} without payment`} />
    </section>
  );
}

function countOf({ length }: Purchases): string {
  return `${length} ${length === 1 ? 'purchase' : 'purchases'}`;
}

function Folded({ purchases, label }: { purchases: Purchases; label: string }) {
  if (purchases.length === 0) return null;
  return (
    <details className="mt-2">
      <summary className="w-fit rounded-sm text-muted text-sm hover:text-ink">{label}</summary>
      <PurchaseTable purchases={purchases} label={label} className="mt-2" />
    </details>
  );
}

function PurchaseTable({
  purchases,
  label,
  className,
}: {
  purchases: Purchases;
  label: string;
  className?: string;
}) {
  return (
    <Table
      label={label}
      className={className}
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
  );
}
