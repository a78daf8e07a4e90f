import { X } from 'lucide-react';
import { Button } from '#components/ui/button';
import { LinkButton } from '#components/ui/link-button';
import { Select, type SelectOption } from '#components/ui/select';
import { isNarrowed, type UsageQuery, usageQueryString } from './usage-query.tsx';

export type FilterField = {
  readonly name: 'key' | 'route' | 'status' | 'code';
  readonly label: string;
  /** The first one stands for any. */
  readonly options: readonly SelectOption[];
};

/** Choices that narrow a view, kept in the address; works without scripts. */
export function FilterForm({
  path,
  query,
  fields,
}: {
  path: string;
  query: UsageQuery;
  fields: readonly FilterField[];
}) {
  return (
    <search aria-label="Narrow the figures">
      <form action={path} className="flex flex-wrap items-center gap-2">
        <input type="hidden" name="range" value={query.range} />
        {fields.map(({ name, label, options }) => (
          <Select
            key={`${name} ${query[name]}`}
            name={name}
            aria-label={label}
            className="w-auto max-w-52 max-sm:max-w-none max-sm:basis-[calc(50%-0.25rem)]"
            options={withChosen(options, query[name])}
            defaultValue={query[name]}
          />
        ))}
        <Button type="submit">Apply</Button>
        {isNarrowed(query) && (
          <LinkButton
            variant="ghost"
            href={path + usageQueryString({ ...query, key: '', route: '', status: '', code: '' })}
          >
            <X aria-hidden />
            Clear
          </LinkButton>
        )}
      </form>
    </search>
  );
}

/** The options and the chosen one, which need not be among them. */
function withChosen(options: readonly SelectOption[], chosen: string): readonly SelectOption[] {
  const listed = options.some(({ value }) => value === chosen);
  return listed ? options : [...options, { value: chosen, label: chosen }];
}
