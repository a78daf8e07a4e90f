'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { BurnBar } from '#components/charts/burn-chart';
import { Segments } from '#components/ui/segments';
import { Skeleton } from '#components/ui/skeleton';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { amount } from './credit-texts.ts';

/** The chart library is large, and only this page needs it. */
const BurnChart = dynamic(
  () => import('#components/charts/burn-chart').then((file) => file.BurnChart),
  { ssr: false, loading: () => <Skeleton className="h-45" /> },
);

const views = [
  { id: 'chart', label: 'Chart' },
  { id: 'table', label: 'Table' },
] as const;

/** Days as bars or as a table, oldest first. */
export function BurnView({ bars }: { bars: readonly BurnBar[] }) {
  const [view, setView] = useState<(typeof views)[number]['id']>('chart');
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex justify-end">
        <Segments label="Show burn as" options={views} value={view} onChange={setView} />
      </div>
      {view === 'chart' ? <BurnChart bars={bars} /> : <BurnTable bars={bars} />}
    </div>
  );
}

function BurnTable({ bars }: { bars: readonly BurnBar[] }) {
  return (
    <Table
      label="Credits used by day"
      head={
        <>
          <Th>Day, UTC</Th>
          <Th align="right">Credits used</Th>
        </>
      }
    >
      {bars.map((bar) => (
        <Tr key={bar.label}>
          <Td label="Day, UTC">
            {bar.label}
            {!bar.whole && <span className="text-muted"> (in part)</span>}
          </Td>
          <Td label="Credits used" align="right">
            {amount(bar.used)}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
