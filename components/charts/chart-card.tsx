import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '#components/ui/card';
import { type Data, withoutCsvOnly } from './figures.tsx';
import { Legend, type LegendEntry } from './legend.tsx';
import { TableOnDemand } from './table-on-demand.tsx';

/** A chart with its legend, the same figures as a table, and as CSV. */
export function ChartCard({
  id,
  title,
  description,
  legend,
  data,
  csvHref,
  children,
}: {
  id: string;
  title: string;
  description: ReactNode;
  legend: readonly LegendEntry[];
  data: Data;
  csvHref: string;
  children: ReactNode;
}) {
  const unfinished: LegendEntry = { label: 'hatched: not whole yet', mark: 'unfinished' };
  return (
    <Card title={title} description={description} actions={<CsvLink href={csvHref} of={title} />}>
      <Legend id={`${id}-legend`} entries={[...legend, unfinished]} />
      {children}
      <TableOnDemand label={`${title}, as a table`} data={withoutCsvOnly(data)} />
    </Card>
  );
}

/** Leads to figures as a file; a plain link, so the browser saves what comes. */
export function CsvLink({ href, of }: { href: string; of: string }) {
  return (
    <a
      href={href}
      download
      aria-label={`${of} as CSV`}
      className="inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 font-medium text-muted text-sm hover:bg-hover hover:text-ink"
    >
      <Download aria-hidden className="size-4" />
      CSV
    </a>
  );
}
