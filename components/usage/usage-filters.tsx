import { FilterForm } from '#components/filters/filter-form';
import { codeOptions, keyOptions, routeOptions, statusOptions } from '#components/filters/options';
import type { KeyName } from '#lib/keys/names';
import { clearedHref, type UsageQuery } from './usage-query.tsx';

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
  const { range, key, route, status, code } = query;
  return (
    <FilterForm
      label="Narrow the figures"
      path={path}
      kept={{ range }}
      clearHref={clearedHref(path, query)}
      fields={[
        { name: 'key', label: 'Key', value: key, options: keyOptions(keys) },
        { name: 'route', label: 'Route', value: route, options: routeOptions },
        { name: 'status', label: 'Status', value: status, options: statusOptions },
        { name: 'code', label: 'Code', value: code, options: codeOptions },
      ]}
    />
  );
}
