import type { Environment } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import type { KeyGroup, KeyRef } from '#lib/overview/attention';

/** Working keys that somebody should look at, by what they have in common. */
export type KeyGroups = {
  readonly expiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  readonly retiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  readonly neverUsed: KeyGroup;
  /** Silent for 90 days. */
  readonly idle: KeyGroup;
  /** Used within 30 days, but not with all that was granted over 30 days ago. */
  readonly overScoped: KeyGroup;
  readonly withoutExpiry: KeyGroup;
};

type Row = { kind: string; id: string; name: string; endsAt: Date | null; count: number };

/** All groups in one statement, by the database's clock: each with its size and its most urgent key. */
export async function keyGroups(
  organizationId: string,
  environment: Environment,
): Promise<KeyGroups> {
  const rows = await db().$queryRaw<Row[]>`
    WITH works AS MATERIALIZED (
      SELECT id, name, created_at, expires_at, retires_at, last_used_at,
        LEAST(expires_at, retires_at) AS ends_at
      FROM api_keys
      WHERE organization_id = ${organizationId} AND environment = ${environment}::environment
        AND revoked_at IS NULL
        AND COALESCE(LEAST(expires_at, retires_at), 'infinity') > now()
    )
    (SELECT 'expiring' AS kind, id, name, ends_at AS "endsAt", count(*) OVER ()::int AS count
      FROM works WHERE retires_at IS NULL AND expires_at <= now() + interval '30 days'
      ORDER BY ends_at, id LIMIT 1)
    UNION ALL
    (SELECT 'retiring', id, name, ends_at, count(*) OVER ()::int
      FROM works WHERE retires_at IS NOT NULL ORDER BY ends_at, id LIMIT 1)
    UNION ALL
    (SELECT 'neverUsed', id, name, NULL, count(*) OVER ()::int
      FROM works WHERE last_used_at IS NULL AND created_at <= now() - interval '7 days'
      ORDER BY created_at, id LIMIT 1)
    UNION ALL
    (SELECT 'idle', id, name, NULL, count(*) OVER ()::int
      FROM works WHERE last_used_at <= now() - interval '90 days'
      ORDER BY last_used_at, id LIMIT 1)
    UNION ALL
    (SELECT 'overScoped', id, name, NULL, count(*) OVER ()::int
      FROM works w WHERE created_at <= now() - interval '30 days'
        AND last_used_at > now() - interval '30 days' AND EXISTS (
          SELECT FROM api_key_scopes s WHERE s.key_id = w.id
            AND (s.last_used_at IS NULL OR s.last_used_at <= now() - interval '30 days'))
      ORDER BY created_at, id LIMIT 1)
    UNION ALL
    (SELECT 'withoutExpiry', id, name, NULL, count(*) OVER ()::int
      FROM works WHERE ends_at IS NULL ORDER BY created_at, id LIMIT 1)`;
  const row = (kind: keyof KeyGroups) => rows.find((one) => one.kind === kind);
  return {
    expiring: ending(row('expiring')),
    retiring: ending(row('retiring')),
    neverUsed: plain(row('neverUsed')),
    idle: plain(row('idle')),
    overScoped: plain(row('overScoped')),
    withoutExpiry: plain(row('withoutExpiry')),
  };
}

function plain(row: Row | undefined): KeyGroup {
  if (row === undefined) return { count: 0, first: null };
  return { count: row.count, first: { id: row.id, name: row.name } };
}

function ending(row: Row | undefined): KeyGroup<KeyRef & { readonly endsAt: string }> {
  if (!row?.endsAt) return { count: 0, first: null };
  const { id, name, endsAt } = row;
  return { count: row.count, first: { id, name, endsAt: endsAt.toISOString() } };
}
