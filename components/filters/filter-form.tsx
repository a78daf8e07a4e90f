import { X } from 'lucide-react';
import { Button } from '#components/ui/button';
import { LinkButton } from '#components/ui/link-button';
import { Select, type SelectOption } from '#components/ui/select';

export type FilterField = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** The first one stands for any. */
  readonly options: readonly SelectOption[];
};

/** Choices that narrow a view, kept in the address. */
export function FilterForm({
  label,
  path,
  kept = {},
  fields,
  clearHref,
}: {
  /** As in "Filter requests". */
  label: string;
  path: string;
  /** What else the address keeps, by name. */
  kept?: Readonly<Record<string, string>>;
  fields: readonly FilterField[];
  /** The view without any of it; null when nothing is narrowed. */
  clearHref: string | null;
}) {
  return (
    <search aria-label={label}>
      <form action={path} className="flex flex-wrap items-center gap-2">
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {fields.map(({ name, label: what, value, options }) => (
          <Select
            key={`${name} ${value}`}
            name={name}
            aria-label={what}
            className="w-auto! max-w-48 max-sm:max-w-none max-sm:grow max-sm:basis-[calc(50%-0.25rem)]"
            options={withChosen(options, value)}
            defaultValue={value}
          />
        ))}
        <Button type="submit">Apply</Button>
        {clearHref !== null && (
          <LinkButton variant="ghost" href={clearHref}>
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
