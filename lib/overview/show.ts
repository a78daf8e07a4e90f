import { z } from 'zod';
import type { Environment } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import type { KeyRef } from '#lib/overview/attention';
import { type KeyGroups, keyGroups } from '#lib/overview/groups';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** The last call made with one key. */
export type KeyUse = KeyRef & {
  readonly prefix: string;
  readonly tail: string;
  readonly at: string;
  readonly ip: string | null;
  readonly client: string | null;
};

/** The state of an environment's keys; times are ISO 8601. */
export type OverviewView = KeyGroups & {
  /** Keys that work now, and all there ever were in this environment and in both. */
  readonly keys: {
    readonly working: number;
    readonly ever: number;
    readonly everAnywhere: number;
  };
  /** The keys used last, the latest first. */
  readonly recent: readonly KeyUse[];
  /** The database's clock when the keys were counted. */
  readonly asOf: string;
};

const RECENT = 5;

export const showOverviewInput = z.strictObject({ environment: environmentField });

/** What the overview page says of the keys of one environment. */
export const showOverview = defineVerb({
  name: null,
  can: 'api_key.read',
  input: showOverviewInput,
  run: async ({ organizationId }, { environment }): Promise<Result<OverviewView>> => {
    const [counted, groups, recent] = await Promise.all([
      countKeys(organizationId, environment),
      keyGroups(organizationId, environment),
      recentUses(organizationId, environment),
    ]);
    const { now, ...keys } = counted;
    return done({ ...groups, keys, recent, asOf: now.toISOString() });
  },
});

type Counted = { working: number; ever: number; everAnywhere: number; now: Date };

async function countKeys(organizationId: string, environment: Environment): Promise<Counted> {
  const [row] = await db().$queryRaw<Counted[]>`
    SELECT count(*)::int AS "everAnywhere",
      count(*) FILTER (WHERE environment = ${environment}::environment)::int AS "ever",
      count(*) FILTER (WHERE environment = ${environment}::environment AND revoked_at IS NULL
        AND COALESCE(LEAST(expires_at, retires_at), 'infinity') > now())::int AS "working",
      now()::timestamptz(3) AS "now"
    FROM api_keys WHERE organization_id = ${organizationId}`;
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}

async function recentUses(organizationId: string, environment: Environment): Promise<KeyUse[]> {
  const rows = await db().apiKey.findMany({
    where: { organizationId, environment, lastUsedAt: { not: null } },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
    take: RECENT,
  });
  return rows.map(({ id, name, prefix, tail, lastUsedAt, lastUsedIp, lastUsedClient }) => ({
    id,
    name,
    prefix,
    tail,
    at: lastUsedAt?.toISOString() ?? '',
    ip: lastUsedIp,
    client: lastUsedClient,
  }));
}
