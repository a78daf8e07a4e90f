import { X } from 'lucide-react';
import { isNarrowed, periods, type RequestQuery } from '#components/requests/request-query';
import { Button } from '#components/ui/button';
import { LinkButton } from '#components/ui/link-button';
import { Select } from '#components/ui/select';
import { routeHeads } from '#lib/api/heads';
import { errorCodes, errorEntry } from '#lib/errors';

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

/** Key, route, status, code and time, kept in the address; works without scripts. */
export function RequestFilters({
  path,
  query,
  keys,
}: {
  path: string;
  query: RequestQuery;
  keys: readonly { readonly id: string; readonly name: string }[];
}) {
  const options = [
    { value: '', label: 'Any key' },
    ...keys.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const other = query.key !== '' && !keys.some(({ id }) => id === query.key);
  const fields = [
    {
      name: 'key',
      label: 'Key',
      options: other ? [...options, { value: query.key, label: query.key }] : options,
    },
    { name: 'route', label: 'Route', options: routes },
    { name: 'status', label: 'Status', options: statuses },
    { name: 'code', label: 'Code', options: codes },
    { name: 'within', label: 'Time', options: periods },
  ] as const;
  return (
    <search aria-label="Filter requests">
      <form action={path} className="mb-4 flex flex-wrap items-center gap-2">
        {fields.map(({ name, label, options }) => (
          <Select
            key={`${name} ${query[name]}`}
            name={name}
            aria-label={label}
            className="w-auto max-w-52 max-sm:max-w-none max-sm:basis-[calc(50%-0.25rem)]"
            options={options}
            defaultValue={query[name]}
          />
        ))}
        <Button type="submit">Apply</Button>
        {isNarrowed(query) && (
          <LinkButton variant="ghost" href={path}>
            <X aria-hidden />
            Clear
          </LinkButton>
        )}
      </form>
    </search>
  );
}
