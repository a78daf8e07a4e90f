import { z } from 'zod';
import type { Prisma } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import type { KeyGroup, KeyRef } from '#lib/overview/attention';
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
export type OverviewView = {
  /** Keys that work now, and all there ever were in this environment and in both. */
  readonly keys: { readonly working: number; readonly ever: number; readonly everAnywhere: number };
  readonly expiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  readonly retiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  readonly neverUsed: KeyGroup;
  readonly withoutExpiry: KeyGroup;
  /** The keys used last, the latest first. */
  readonly recent: readonly KeyUse[];
  /** The database's clock when all this was read. */
  readonly asOf: string;
};

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const IDLE_DAYS = 7;
const RECENT = 5;

const nameOf = { id: true, name: true } as const;
const endsOf = { ...nameOf, expiresAt: true, retiresAt: true } as const;

/** What the overview page says of the keys of one environment. */
export const showOverview = defineVerb({
  name: null,
  can: 'api_key.read',
  input: z.strictObject({ environment: z.enum(['live', 'test']) }),
  run: async ({ organizationId }, { environment }): Promise<Result<OverviewView>> => {
    const now = await databaseNow(db());
    const own = { organizationId, environment };
    const working = { AND: [own, worksAt(now)] } satisfies Prisma.ApiKeyWhereInput;
    const [counts, expiring, retiring, neverUsed, withoutExpiry, recent] = await Promise.all([
      countKeys(own, working, organizationId),
      endingGroup(working, { retiresAt: null, expiresAt: { lte: after(now, SOON_DAYS) } }),
      endingGroup(working, { retiresAt: { not: null } }),
      group(working, { lastUsedAt: null, createdAt: { lte: after(now, -IDLE_DAYS) } }),
      group(working, { expiresAt: null, retiresAt: null }),
      recentUses(own),
    ]);
    return done({
      keys: counts,
      expiring,
      retiring,
      neverUsed,
      withoutExpiry,
      recent,
      asOf: now.toISOString(),
    });
  },
});

type Where = Prisma.ApiKeyWhereInput;

function worksAt(now: Date): Where {
  const laterOrNever = (field: 'expiresAt' | 'retiresAt') => ({
    OR: [{ [field]: null }, { [field]: { gt: now } }],
  });
  return { AND: [{ revokedAt: null }, laterOrNever('expiresAt'), laterOrNever('retiresAt')] };
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}

async function countKeys(own: Where, working: Where, organizationId: string) {
  const [works, ever, everAnywhere] = await Promise.all([
    db().apiKey.count({ where: working }),
    db().apiKey.count({ where: own }),
    db().apiKey.count({ where: { organizationId } }),
  ]);
  return { working: works, ever, everAnywhere };
}

async function group(working: Where, special: Where): Promise<KeyGroup> {
  const where = { AND: [working, special] };
  const [count, first] = await Promise.all([
    db().apiKey.count({ where }),
    db().apiKey.findFirst({
      where,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: nameOf,
    }),
  ]);
  return { count, first };
}

async function endingGroup(working: Where, special: Where) {
  const where = { AND: [working, special] };
  const [count, first] = await Promise.all([
    db().apiKey.count({ where }),
    db().apiKey.findFirst({
      where,
      orderBy: [{ retiresAt: 'asc' }, { expiresAt: 'asc' }, { id: 'asc' }],
      select: endsOf,
    }),
  ]);
  const ends = [first?.expiresAt, first?.retiresAt].filter((end) => end instanceof Date);
  const endsAt = ends.sort((a, b) => a.getTime() - b.getTime())[0];
  if (first === null || endsAt === undefined) return { count: 0, first: null };
  return { count, first: { id: first.id, name: first.name, endsAt: endsAt.toISOString() } };
}

async function recentUses(own: Where): Promise<KeyUse[]> {
  const rows = await db().apiKey.findMany({
    where: { AND: [own, { lastUsedAt: { not: null } }] },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
    take: RECENT,
  });
  return rows.flatMap((row) =>
    row.lastUsedAt === null
      ? []
      : [
          {
            id: row.id,
            name: row.name,
            prefix: row.prefix,
            tail: row.tail,
            at: row.lastUsedAt.toISOString(),
            ip: row.lastUsedIp,
            client: row.lastUsedClient,
          },
        ],
  );
}
