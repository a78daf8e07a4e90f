import type { Data } from '#components/charts/figures';
import { LONGEST } from '#lib/usage/latency';
import type { Counts } from '#lib/usage/outcomes';
import type { UsageView } from '#lib/usage/show-usage';
import { spanTexts } from './usage-texts.tsx';

/** The tables of the usage page by the name under which its CSV is fetched. */
export const usageTables = ['requests', 'latency', 'keys', 'routes', 'outcomes'] as const;
export type UsageTable = (typeof usageTables)[number];

const span = [
  { label: 'start', csvOnly: true },
  { label: 'end', csvOnly: true },
  { label: 'Time' },
] as const;
const counts = [
  { label: 'Requests' },
  { label: 'Succeeded' },
  { label: 'Rate limited (429)' },
  { label: 'Refused (other 4xx)' },
  { label: 'Failed (5xx)' },
] as const;

const makers: Readonly<Record<UsageTable, (view: UsageView) => Data>> = {
  requests: (view) => ({
    columns: [...span, ...counts],
    rows: spans(view).map(({ bucket, cells }) => [...cells, ...countCells(bucket)]),
  }),
  latency: (view) => ({
    columns: [...span, ...['p50', 'p95', 'p99'].map((p) => ({ label: `${p} at most (ms)` }))],
    rows: spans(view).map(({ bucket: { latency }, cells }) => [
      ...cells,
      ...[latency?.p50, latency?.p95, latency?.p99].map(milliseconds),
    ]),
  }),
  keys: (view) => ({
    columns: [{ label: 'key_id', csvOnly: true }, { label: 'Key' }, ...counts],
    rows: view.keys.map((key) => [key.id, key.name, ...countCells(key)]),
  }),
  routes: (view) => ({
    columns: [{ label: 'Route' }, ...counts],
    rows: view.routes.map((route) => [route.route || 'none', ...countCells(route)]),
  }),
  outcomes: (view) => ({
    columns: [{ label: 'Status' }, { label: 'Code' }, { label: 'Requests' }],
    rows: view.outcomes.map(({ status, code, requests }) => [status, code || 'ok', requests]),
  }),
};

/** The figures of the page as one of its tables. */
export function usageData(view: UsageView, table: UsageTable): Data {
  return makers[table](view);
}

function spans(view: UsageView) {
  const texts = spanTexts(view.range, view.timeZone);
  return view.buckets.map((bucket) => ({
    bucket,
    cells: [
      bucket.start,
      bucket.end,
      `${texts(bucket).title}${bucket.unfinished ? ' (not over yet)' : ''}`,
    ],
  }));
}

function countCells({ requests, ok, limited, refused, failed }: Counts): number[] {
  return [requests, ok, limited, refused, failed];
}

/** Whole microseconds in milliseconds; beyond the longest step there is no bound. */
function milliseconds(microseconds: number | undefined): number | string | null {
  if (microseconds === undefined) return null;
  return microseconds > LONGEST ? `> ${LONGEST / 1000}` : microseconds / 1000;
}
