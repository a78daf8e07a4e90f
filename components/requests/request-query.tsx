/** What of the request log is shown, as the address says it; empty means everything. */
export type RequestQuery = {
  readonly key: string;
  readonly route: string;
  readonly status: string;
  readonly code: string;
  /** Minutes back from now, or empty for all that is kept. */
  readonly within: string;
  readonly cursor: string;
};

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export const periods = [
  { value: '', label: 'Any time' },
  { value: '15', label: 'Last 15 minutes' },
  { value: '60', label: 'Last hour' },
  { value: '1440', label: 'Last 24 hours' },
  { value: '10080', label: 'Last 7 days' },
] as const;

const NAMES = ['key', 'route', 'status', 'code', 'within', 'cursor'] as const;

/** Reads the address; what it doesn't understand is as if it were not there. */
export function parseRequestQuery(params: SearchParams): RequestQuery {
  const text = (name: (typeof NAMES)[number]) => {
    const value = params[name];
    return ((Array.isArray(value) ? value[0] : value) ?? '').trim().slice(0, 1000);
  };
  const matching = (name: (typeof NAMES)[number], pattern: RegExp) =>
    pattern.test(text(name)) ? text(name) : '';
  return {
    key: matching('key', /^key_[0-9A-HJKMNP-TV-Z]{26}$/),
    route: text('route').slice(0, 200),
    status: matching('status', /^[1-5](?:\d\d|xx)$/),
    code: matching('code', /^[a-z_]{1,60}$/),
    within: periods.some(({ value }) => value === text('within')) ? text('within') : '',
    cursor: text('cursor'),
  };
}

/** The query string of such a view with some parts changed; any change starts at the newest call. */
export function requestQueryString(
  query: RequestQuery,
  change: Partial<RequestQuery> = {},
): string {
  const next = { ...query, cursor: '', ...change };
  const params = new URLSearchParams();
  for (const name of NAMES) if (next[name] !== '') params.set(name, next[name]);
  return params.size > 0 ? `?${params}` : '';
}

/** True when something narrows the list. */
export function isNarrowed(query: RequestQuery): boolean {
  return NAMES.some((name) => name !== 'cursor' && query[name] !== '');
}

/**
 * The same as input of the verb, beside the environment.
 * @param now epoch milliseconds
 */
export function listInput(query: RequestQuery, now: number) {
  const from = new Date(now - Number(query.within) * 60_000).toISOString();
  return {
    ...(query.key && { keyId: query.key }),
    ...(query.route && { route: query.route }),
    ...(query.status && { status: query.status }),
    ...(query.code && { code: query.code }),
    ...(query.within && { from }),
    ...(query.cursor && { cursor: query.cursor }),
  };
}
