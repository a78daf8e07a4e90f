import { FilterForm } from '#components/filters/filter-form';
import { clearedHref, type UsageQuery } from '#components/usage/usage-query';
import type { KeyName } from '#lib/keys/names';

/** Whose limit the page shows: the organization's, or a key's own. */
export function LimitsFilters({
  path,
  query,
  keys,
}: {
  path: string;
  query: UsageQuery;
  /** Those with a limit of their own, and the one that is shown. */
  keys: readonly KeyName[];
}) {
  if (keys.length === 0) return null;
  const options = [
    { value: '', label: 'The organization’s limit' },
    ...keys.map(({ id, name }) => ({ value: id, label: `Own limit of ${name}` })),
  ];
  return (
    <FilterForm
      label="Whose limit"
      path={path}
      kept={{ range: query.range }}
      clearHref={clearedHref(path, query)}
      fields={[{ name: 'key', label: 'Limit of', value: query.key, options }]}
    />
  );
}
