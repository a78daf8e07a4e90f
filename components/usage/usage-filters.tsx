import { routeHeads } from '#lib/api/heads';
import { errorCodes, errorEntry } from '#lib/errors';
import type { KeyName } from '#lib/keys/names';
import { type FilterField, FilterForm } from './filter-form.tsx';
import type { UsageQuery } from './usage-query.tsx';

const statuses = [
  { value: '', label: 'Any status' },
  { value: '2xx', label: '2xx, succeeded' },
  { value: '4xx', label: '4xx, refused' },
  { value: '5xx', label: '5xx, failed' },
  ...[...new Set(errorCodes.map((code) => errorEntry(code).status))].map((status) => ({
    value: String(status),
    label: String(status),
  })),
];
const codes = [
  { value: '', label: 'Any code' },
  { value: 'ok', label: 'ok' },
  ...errorCodes.map((code) => ({ value: code, label: code })),
];
const routes = [
  { value: '', label: 'Any route' },
  ...routeHeads.map(({ method, path }) => ({
    value: `${method} ${path}`,
    label: `${method} ${path}`,
  })),
  { value: 'none', label: 'No route found' },
];

/** Key, route, status and code of the usage page. */
export function UsageFilters({
  path,
  query,
  keys,
}: {
  path: string;
  query: UsageQuery;
  keys: readonly KeyName[];
}) {
  const names = keys.map(({ id, name }) => ({ value: id, label: name }));
  const fields: readonly FilterField[] = [
    { name: 'key', label: 'Key', options: [{ value: '', label: 'Any key' }, ...names] },
    { name: 'route', label: 'Route', options: routes },
    { name: 'status', label: 'Status', options: statuses },
    { name: 'code', label: 'Code', options: codes },
  ];
  return <FilterForm path={path} query={query} fields={fields} />;
}
