import { type Permission, permissions } from '#lib/keys/scopes';

export const keyStates = ['active', 'expiring', 'retiring', 'expired', 'revoked'] as const;
export type KeyState = (typeof keyStates)[number];

export const keySorts = ['created', 'name', 'last_used', 'expires'] as const;
export type KeySort = (typeof keySorts)[number];
export type Direction = 'asc' | 'desc';

/** What the list of keys shows, as its address says it. */
export type ListQuery = {
  readonly search: string;
  readonly state: KeyState | null;
  readonly permission: Permission | null;
  readonly sort: KeySort;
  readonly direction: Direction;
  readonly cursor: string | null;
};

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Names ascend, times start with the newest. */
const firstDirection: Readonly<Record<KeySort, Direction>> = {
  created: 'desc',
  name: 'asc',
  last_used: 'desc',
  expires: 'asc',
};

/** Reads the address; what it doesn't understand is as if it were not there. */
export function parseListQuery(params: SearchParams): ListQuery {
  const sort = oneOf(keySorts, params.sort) ?? 'created';
  return {
    search: text(params.search).trim().slice(0, 100),
    state: oneOf(keyStates, params.state),
    permission: oneOf(permissions, params.permission),
    sort,
    direction: oneOf(['asc', 'desc'], params.direction) ?? firstDirection[sort],
    cursor: text(params.cursor).slice(0, 1000) || null,
  };
}

/** The query string of a list like this one with some parts changed; any change starts at page one. */
export function listQueryString(query: ListQuery, change: Partial<ListQuery> = {}): string {
  const next = { ...query, cursor: null, ...change };
  const params = new URLSearchParams();
  if (next.search) params.set('search', next.search);
  if (next.state) params.set('state', next.state);
  if (next.permission) params.set('permission', next.permission);
  if (next.sort !== 'created') params.set('sort', next.sort);
  if (next.direction !== firstDirection[next.sort]) params.set('direction', next.direction);
  if (next.cursor) params.set('cursor', next.cursor);
  return params.size > 0 ? `?${params}` : '';
}

/** What a click on a column's heading asks for: the other direction, or this column's first one. */
export function sortBy(query: ListQuery, sort: KeySort): Partial<ListQuery> {
  if (query.sort !== sort) return { sort, direction: firstDirection[sort] };
  return { sort, direction: query.direction === 'asc' ? 'desc' : 'asc' };
}

/** True when something narrows the list. */
export function isFiltered(query: ListQuery): boolean {
  return query.search !== '' || query.state !== null || query.permission !== null;
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function oneOf<T extends string>(
  known: readonly T[],
  value: string | string[] | undefined,
): T | null {
  return known.find((item) => item === text(value)) ?? null;
}
