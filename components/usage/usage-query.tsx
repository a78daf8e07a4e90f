import { type Range, ranges } from '#lib/usage/buckets';

/** What the pages about usage show, as their address says it; an empty text narrows nothing. */
export type UsageQuery = {
  readonly range: Range;
  readonly key: string;
  readonly route: string;
  /** A status such as `429`, or a class such as `4xx`. */
  readonly status: string;
  readonly code: string;
};

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const FIRST_RANGE: Range = '24h';
const NAMES = ['key', 'route', 'status', 'code'] as const;

/** Reads the address; what it doesn't understand is as if it were not there. */
export function parseUsageQuery(params: SearchParams): UsageQuery {
  const text = (name: string) => {
    const value = params[name];
    return ((Array.isArray(value) ? value[0] : value) ?? '').trim().slice(0, 200);
  };
  const matching = (name: string, pattern: RegExp) => (pattern.test(text(name)) ? text(name) : '');
  return {
    range: ranges.find((range) => range === text('range')) ?? FIRST_RANGE,
    key: matching('key', /^key_[0-9A-HJKMNP-TV-Z]{26}$/),
    route: text('route'),
    status: matching('status', /^[1-5](?:\d\d|xx)$/),
    code: matching('code', /^[a-z_]{1,60}$/),
  };
}

/** The query string of such a view with some parts changed. */
export function usageQueryString(query: UsageQuery, change: Partial<UsageQuery> = {}): string {
  const next = { ...query, ...change };
  const params = new URLSearchParams();
  if (next.range !== FIRST_RANGE) params.set('range', next.range);
  for (const name of NAMES) if (next[name] !== '') params.set(name, next[name]);
  return params.size > 0 ? `?${params}` : '';
}

/** True when something beside the range narrows the view. */
export function isNarrowed(query: UsageQuery): boolean {
  return NAMES.some((name) => query[name] !== '');
}

/** The same range of everything; null when nothing is narrowed. */
export function clearedHref(path: string, query: UsageQuery): string | null {
  const all = { key: '', route: '', status: '', code: '' };
  return isNarrowed(query) ? path + usageQueryString(query, all) : null;
}

/** The same as input of the verbs, beside environment and time zone. */
export function usageInput({ range, key, route, status, code }: UsageQuery) {
  return {
    range,
    ...(key && { keyId: key }),
    ...(route && { route }),
    ...(status && { status }),
    ...(code && { code }),
  };
}
