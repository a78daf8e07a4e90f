import { timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import type { Environment, OrganizationStatus, Plan } from '#lib/db/generated/enums';
import { digestKey } from '#lib/keys/digest';
import type { Permission } from '#lib/keys/scopes';
import { effectiveLimits } from '#lib/orgs/plans';
import { parseRanges } from './address.ts';
import type { CreditFigures, Snapshot } from './snapshot.ts';

/** The peppers that keys may have been digested with, by version. */
export type Peppers = { readonly all: ReadonlyMap<number, Buffer>; readonly current: number };

/** A snapshot as read, its account's figures not yet the shared ones. */
export type LoadedSnapshot = Omit<Snapshot, 'account'> & { readonly account: CreditFigures };

type Row = {
  id: string;
  organization_id: string;
  environment: Environment;
  name: string;
  digest: Buffer;
  pepper_version: number;
  ip_allowlist: string[];
  rate_limit: number | null;
  expires_at: number | null;
  retires_at: number | null;
  revoked_at: number | null;
  permissions: Permission[];
  organization_name: string;
  plan: Plan;
  status: OrganizationStatus;
  rate_limit_per_minute: number | null;
  concurrent_sessions: number | null;
  credits_per_period: number | null;
  account_id: string;
  last_sequence: number | bigint;
  balance: number;
  used_this_period: number;
  period_end: number;
};

const millis = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** One statement, so that a snapshot is of one moment. */
const SELECT = `
  SELECT k.id, k.organization_id, k.environment, k.name, k.digest, k.pepper_version, k.ip_allowlist, k.rate_limit,
    ${millis('k.expires_at')} AS expires_at, ${millis('k.retires_at')} AS retires_at,
    ${millis('k.revoked_at')} AS revoked_at,
    ARRAY(SELECT s.scope::text FROM api_key_scopes s WHERE s.key_id = k.id ORDER BY s.scope) AS permissions,
    o.name AS organization_name, o.plan, o.status, o.rate_limit_per_minute, o.concurrent_sessions, o.credits_per_period,
    a.id AS account_id, a.last_sequence, a.balance, a.used_this_period, ${millis('a.period_end')} AS period_end
  FROM api_keys k
  JOIN organizations o ON o.id = k.organization_id
  LEFT JOIN credit_accounts a ON a.organization_id = o.id AND a.environment = k.environment`;
const BY_DIGEST = `${SELECT} WHERE k.digest = ANY($1::bytea[])`;
const BY_ID = `${SELECT} WHERE k.id = $1 AND k.organization_id = $2`;

const REHASH =
  'UPDATE api_keys SET digest = $2, pepper_version = $3 WHERE id = $1 AND pepper_version = $4';

/**
 * Reads the key of this text, or null when there is none. The text's digests under every pepper are
 * looked for at once; what was found is compared again in constant time.
 */
export async function loadSnapshot(
  pool: Pool,
  peppers: Peppers,
  text: string,
): Promise<LoadedSnapshot | null> {
  const digests = [...peppers.all]
    .sort(([one], [other]) => other - one)
    .map(([version, pepper]) => ({ version, digest: digestKey(text, pepper) }));
  const { rows } = await pool.query<Row>({
    name: 'snapshot',
    text: BY_DIGEST,
    values: [digests.map((entry) => entry.digest)],
  });
  for (const { version, digest } of digests) {
    const row = rows.find((found) => found.pepper_version === version);
    if (row !== undefined && timingSafeEqual(row.digest, digest)) return toSnapshot(row);
  }
  return null;
}

/** Reads an organization's key by its id, to rehearse a call with it; null when there is none. */
export async function loadSnapshotById(
  pool: Pool,
  organizationId: string,
  keyId: string,
): Promise<LoadedSnapshot | null> {
  const { rows } = await pool.query<Row>(BY_ID, [keyId, organizationId]);
  return rows[0] === undefined ? null : toSnapshot(rows[0]);
}

/** Moves a key that was found under an older pepper to the current one. */
export async function rehash(
  pool: Pool,
  peppers: Peppers,
  key: Snapshot['key'],
  text: string,
): Promise<void> {
  const pepper = peppers.all.get(peppers.current);
  if (pepper === undefined || key.pepperVersion === peppers.current) return;
  const values = [key.id, digestKey(text, pepper), peppers.current, key.pepperVersion];
  await pool.query(REHASH, values);
}

function toSnapshot(row: Row): LoadedSnapshot {
  if (row.account_id === null)
    throw new Error(`organization ${row.organization_id} has no account`);
  return {
    key: {
      id: row.id,
      organizationId: row.organization_id,
      environment: row.environment,
      name: row.name,
      permissions: row.permissions,
      allowlist: row.ip_allowlist.length === 0 ? null : parseRanges(row.ip_allowlist),
      rateLimit: row.rate_limit,
      endsAt: earlier(row.expires_at, row.retires_at),
      retiring: row.retires_at !== null,
      revokedAt: row.revoked_at,
      pepperVersion: row.pepper_version,
    },
    organization: {
      id: row.organization_id,
      name: row.organization_name,
      plan: row.plan,
      status: row.status,
      limits: effectiveLimits({
        plan: row.plan,
        rateLimitPerMinute: row.rate_limit_per_minute,
        concurrentSessions: row.concurrent_sessions,
        creditsPerPeriod: row.credits_per_period,
      }),
    },
    account: {
      id: row.account_id,
      sequence: Number(row.last_sequence),
      balance: row.balance,
      used: row.used_this_period,
      periodEnd: row.period_end,
    },
  };
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
