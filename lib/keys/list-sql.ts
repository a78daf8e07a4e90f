import type { Cursor } from '#lib/cursor';
import { Prisma } from '#lib/db/generated/client';
import type { Environment } from '#lib/db/generated/enums';
import type { KeyRow } from '#lib/keys/row';
import type { Permission } from '#lib/keys/scopes';
import { EXPIRING_DAYS, endOf, type KeyState } from '#lib/keys/view';

const { sql, join } = Prisma;
/** A row's place in the sorted list: its sort value as text, and its id. */
type Place = readonly [value: string, id: string];

export type KeySort = 'created' | 'name' | 'last_used' | 'expires';

type Filter = {
  readonly environment: Environment;
  readonly search?: string | undefined;
  readonly state?: KeyState | undefined;
  readonly permission?: Permission | undefined;
};

// Rows without a value stand where an endless past or future would.
const values: Readonly<Record<KeySort, Prisma.Sql>> = {
  created: sql`k.created_at`,
  name: sql`lower(k.name)`,
  last_used: sql`COALESCE(k.last_used_at, '-infinity'::timestamptz)`,
  expires: sql`COALESCE(LEAST(k.expires_at, k.retires_at), 'infinity'::timestamptz)`,
};

/** The condition for a key to be in the list; `now` is the database's clock. As `stateOf` judges. */
export function filterOf(organizationId: string, filter: Filter, now: Date): Prisma.Sql {
  const parts = [
    sql`k.organization_id = ${organizationId}`,
    sql`k.environment = ${filter.environment}::environment`,
  ];
  if (filter.search) parts.push(searched(filter.search));
  if (filter.state) parts.push(inState(filter.state, now));
  if (filter.permission) {
    parts.push(sql`EXISTS (SELECT 1 FROM api_key_scopes s
      WHERE s.key_id = k.id AND s.scope::text = ${filter.permission})`);
  }
  return join(parts, ' AND ');
}

/** How to sort, and what lies behind the cursor (before it, when it leads back). */
export function orderOf(
  sort: KeySort,
  direction: 'asc' | 'desc',
  cursor: Cursor<Place> | undefined,
) {
  const by = values[sort];
  const rising = (direction === 'asc') === (cursor?.direction !== 'previous');
  const way = rising ? sql`ASC` : sql`DESC`;
  const clause = sql`${by} ${way}, k.id ${way}`;
  if (cursor === undefined) return { clause, after: sql`TRUE` };
  const [value, id] = cursor.at;
  const typed = sort === 'name' ? sql`lower(${value})` : sql`${value}::timestamptz`;
  const than = rising ? sql`>` : sql`<`;
  return { clause, after: sql`(${by}, k.id) ${than} (${typed}, ${id})` };
}

/** Where a row stands in the list, for a cursor; the values of `values`. */
export function placeOf(row: KeyRow, sort: KeySort): Place {
  if (sort === 'name') return [row.name, row.id];
  if (sort === 'created') return [row.createdAt.toISOString(), row.id];
  if (sort === 'last_used') return [row.lastUsedAt?.toISOString() ?? '-infinity', row.id];
  return [endOf(row)?.toISOString() ?? 'infinity', row.id];
}

/** Whether a cursor's values are of the type that this order compares. */
export function isPlace([value]: Place, sort: KeySort): boolean {
  return sort === 'name' || /^-?infinity$/.test(value) || isTime(value);
}

/** As `toISOString` writes it, in the years 1 to 9999: others it writes as PostgreSQL cannot read. */
function isTime(text: string): boolean {
  if (!/^(?!0000)\d{4}-/.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

function searched(search: string): Prisma.Sql {
  const pattern = `%${search.replace(/[\\%_]/g, (symbol) => `\\${symbol}`)}%`;
  return sql`(k.name ILIKE ${pattern} OR k.prefix || '…' || k.tail ILIKE ${pattern}
    OR k.note ILIKE ${pattern} OR k.id = ${search})`;
}

function inState(state: KeyState, now: Date): Prisma.Sql {
  if (state === 'revoked') return sql`k.revoked_at IS NOT NULL`;
  const end = sql`LEAST(k.expires_at, k.retires_at)`;
  const lives = sql`k.revoked_at IS NULL AND COALESCE(${end} > ${now}, TRUE)`;
  if (state === 'expired') return sql`k.revoked_at IS NULL AND ${end} <= ${now}`;
  if (state === 'retiring') return sql`${lives} AND k.retires_at IS NOT NULL`;
  const soon = new Date(now.getTime() + EXPIRING_DAYS * 86_400_000);
  const expiring = sql`k.expires_at <= ${soon}`;
  const judged = state === 'expiring' ? expiring : sql`COALESCE(NOT ${expiring}, TRUE)`;
  return sql`${lives} AND k.retires_at IS NULL AND ${judged}`;
}
