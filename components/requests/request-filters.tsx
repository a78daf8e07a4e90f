import { FilterForm } from '#components/filters/filter-form';
import { codeOptions, keyOptions, routeOptions, statusOptions } from '#components/filters/options';
import { isNarrowed, periods, type RequestQuery } from '#components/requests/request-query';
import type { KeyName } from '#lib/keys/names';

/** Key, route, status, code and time of the request log. */
export function RequestFilters({
  path,
  query,
  keys,
}: {
  path: string;
  query: RequestQuery;
  keys: readonly KeyName[];
}) {
  const { key, route, status, code, within } = query;
  return (
    <FilterForm
      label="Filter requests"
      path={path}
      clearHref={isNarrowed(query) ? path : null}
      fields={[
        { name: 'key', label: 'Key', value: key, options: keyOptions(keys) },
        { name: 'route', label: 'Route', value: route, options: routeOptions },
        { name: 'status', label: 'Status', value: status, options: statusOptions },
        { name: 'code', label: 'Code', value: code, options: codeOptions },
        { name: 'within', label: 'Time', value: within, options: periods },
      ]}
    />
  );
}
