'use client';

import { Search, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useOptimistic, useRef, useTransition } from 'react';
import { keyStateLooks } from '#components/keys/key-state';
import {
  isFiltered,
  keyStates,
  type ListQuery,
  listQueryString,
  parseListQuery,
} from '#components/keys/list-query';
import { Button } from '#components/ui/button';
import { Input } from '#components/ui/input';
import { Select } from '#components/ui/select';
import { Spinner } from '#components/ui/spinner';
import { permissions } from '#lib/keys/scopes';

const stateOptions = [
  { value: '', label: 'Any state' },
  ...keyStates.map((state) => ({ value: state, label: keyStateLooks[state].label })),
];
const permissionOptions = [
  { value: '', label: 'Any permission' },
  ...permissions.map((permission) => ({ value: permission, label: permission })),
];

/** Search, state and permission, kept in the address; applies itself while one types. */
export function KeyFilters({ path, query }: { path: string; query: ListQuery }) {
  const form = useRef<HTMLFormElement>(null);
  const search = useSearchText(query.search);
  const { shown, pending, apply } = useAppliedQuery(path, query);

  function applyForm() {
    const fields = Object.fromEntries(
      [...new FormData(form.current ?? undefined)].map(([name, value]) => [name, String(value)]),
    );
    apply(parseListQuery({ ...fields, sort: query.sort, direction: query.direction }));
  }

  function clear() {
    if (search.input.current) search.input.current.value = '';
    apply({ ...query, search: '', state: null, permission: null });
    search.input.current?.focus();
  }

  return (
    <search aria-label="Filter keys">
      <form
        ref={form}
        action={path}
        onSubmit={(event) => {
          event.preventDefault();
          applyForm();
        }}
        className="mb-4 flex flex-wrap items-center gap-2"
      >
        <SearchField search={search} text={query.search} onPause={applyForm} />
        <Select
          name="state"
          aria-label="State"
          className="w-auto! max-sm:flex-1"
          options={stateOptions}
          value={shown.state ?? ''}
          onChange={applyForm}
        />
        <Select
          name="permission"
          aria-label="Permission"
          className="w-auto! max-sm:flex-1"
          options={permissionOptions}
          value={shown.permission ?? ''}
          onChange={applyForm}
        />
        {isFiltered(shown) && (
          <Button variant="ghost" onClick={clear}>
            <X aria-hidden />
            Clear
          </Button>
        )}
        {pending && <Spinner className="text-faint" />}
      </form>
    </search>
  );
}

function SearchField({
  search,
  text,
  onPause,
}: {
  search: ReturnType<typeof useSearchText>;
  text: string;
  /** Called when somebody stops typing for a moment. */
  onPause: () => void;
}) {
  return (
    <span className="relative min-w-48 flex-[1_1_16rem] max-sm:basis-full sm:max-w-80">
      <Search
        aria-hidden
        className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Input
        ref={search.input}
        type="search"
        name="search"
        aria-label="Search by name, note, prefix, tail or id"
        placeholder="Name, note, prefix or tail"
        defaultValue={text}
        autoComplete="off"
        maxLength={100}
        className="pl-8"
        onChange={() => search.soon(onPause)}
      />
    </span>
  );
}

/** Puts a query into the address; until the list has followed, `shown` already says it. */
function useAppliedQuery(path: string, query: ListQuery) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [shown, show] = useOptimistic(query);
  function apply(next: ListQuery) {
    start(() => {
      show({ ...next, cursor: null });
      router.replace(path + listQueryString(next, { cursor: null }), { scroll: false });
    });
  }
  return { shown, pending, apply };
}

/** The search field: `soon` waits for a pause in typing; Back writes the older text into it. */
function useSearchText(text: string) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const field = input.current;
    if (field && document.activeElement !== field) field.value = text;
  }, [text]);
  function soon(then: () => void) {
    clearTimeout(timer.current);
    timer.current = setTimeout(then, 200);
  }
  return { input, soon };
}
