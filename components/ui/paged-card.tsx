import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '#components/ui/card';
import { DenialNote } from '#components/ui/denial-note';
import { EmptyState } from '#components/ui/empty-state';
import { Pagination } from '#components/ui/pagination';
import { Table } from '#components/ui/table';
import type { Page } from '#lib/cursor';
import type { Result } from '#lib/result';

/** A list that is read by pages, as a card: its table, what to say when it is empty, and the steps. */
export function PagedCard<Item>({
  title,
  description,
  label,
  empty,
  head,
  listed,
  pageAt,
  order,
  children,
}: {
  title: string;
  description: string;
  /** Of the table, for screen readers. */
  label: string;
  empty: { icon: LucideIcon; title: string; text: string };
  /** The `Th` elements. */
  head: ReactNode;
  listed: Result<Page<Item>>;
  /** The address of the page that a cursor leads to. */
  pageAt: (cursor: string) => string;
  /** What follows "25 of 100". */
  order: string;
  /** The `Tr` of an item. */
  children: (item: Item) => ReactNode;
}) {
  if (!listed.ok) return <DenialNote denial={listed.denial} />;
  const { items, total, nextCursor, previousCursor } = listed.data;
  const step = (cursor: string | null) => cursor && pageAt(cursor);
  return (
    <Card title={title} description={description} flush>
      {items.length === 0 ? (
        <div className="p-4">
          <EmptyState icon={empty.icon} title={empty.title}>
            {empty.text}
          </EmptyState>
        </div>
      ) : (
        <>
          <Table label={label} className="rounded-none! border-0!" head={head}>
            {items.map(children)}
          </Table>
          <div className="border-line border-t px-4">
            <Pagination
              previousHref={step(previousCursor)}
              nextHref={step(nextCursor)}
              summary={`${items.length} of ${total.toLocaleString('en-GB')}${order}`}
            />
          </div>
        </>
      )}
    </Card>
  );
}
