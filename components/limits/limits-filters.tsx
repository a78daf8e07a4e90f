import { FilterForm } from '#components/usage/filter-form';
import type { UsageQuery } from '#components/usage/usage-query';
import type { KeyName } from '#lib/keys/names';

/** Whose limit the page shows: the organization's, or a key's own. */
export function LimitsFilters({
  path,
  query,
  keys,
}: {
  path: string;
  query: UsageQuery;
  keys: readonly KeyName[];
}) {
  const options = [
    { value: '', label: 'The organization’s limit' },
    ...keys.map(({ id, name }) => ({ value: id, label: `Own limit of ${name}` })),
  ];
  return (
    <FilterForm path={path} query={query} fields={[{ name: 'key', label: 'Limit of', options }]} />
  );
}
