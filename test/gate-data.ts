import type { Pool } from 'pg';
import type { Environment, OrganizationStatus, Plan } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import { newId } from '#lib/ids';
import { digestKey } from '#lib/keys/digest';
import { mintKey, visibleParts } from '#lib/keys/format';
import { permissions as everyPermission, type Permission } from '#lib/keys/scopes';

type OrganizationSeed = {
  plan?: Plan;
  status?: OrganizationStatus;
  requestsPerMinute?: number;
  concurrentSessions?: number;
  /** Included credits in both environments. */
  credits?: number;
};

type KeySeed = {
  environment?: Environment;
  name?: string;
  permissions?: readonly Permission[];
  ipAllowlist?: readonly string[];
  rateLimit?: number;
  /** Seconds from now by the database's clock; negative for the past. */
  expiresIn?: number;
  retiresIn?: number;
  revoked?: boolean;
};

export type SeededKey = { readonly id: string; readonly text: string };

/** An organization with both credit accounts, written past the domain verbs. Returns its id. */
export async function seedOrganization(pool: Pool, seed: OrganizationSeed = {}): Promise<string> {
  const id = newId('org');
  const credits = seed.credits ?? 100;
  await pool.query(
    `INSERT INTO organizations (id, name, plan, status, rate_limit_per_minute, concurrent_sessions)
     VALUES ($1, 'Acme', $2, $3, $4, $5)`,
    [
      id,
      seed.plan ?? 'pro',
      seed.status ?? 'active',
      seed.requestsPerMinute ?? null,
      seed.concurrentSessions ?? null,
    ],
  );
  for (const environment of ['live', 'test']) {
    const account = newId('acct');
    await pool.query(
      `INSERT INTO credit_accounts (id, organization_id, environment, balance, included, purchased, period_start, period_end, last_sequence)
       VALUES ($1, $2, $3, $4, $4, 0, now(), now() + interval '30 days', $5)`,
      [account, id, environment, credits, credits > 0 ? 1 : 0],
    );
    if (credits === 0) continue;
    await pool.query(
      `INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
       VALUES ($1, 1, 'included_grant', $2, $2, 0, $2, 'system')`,
      [account, credits],
    );
  }
  return id;
}

/** A key with its scopes, written past the domain verbs. */
export async function seedKey(
  pool: Pool,
  organizationId: string,
  seed: KeySeed = {},
): Promise<SeededKey> {
  const id = newId('key');
  const environment = seed.environment ?? 'live';
  const text = mintKey(environment);
  const { peppers, currentPepper } = env();
  const pepper = peppers.get(currentPepper);
  if (pepper === undefined) throw new Error('there is no current pepper');
  const { prefix, tail } = visibleParts(text);
  await pool.query(
    `WITH k AS (
       INSERT INTO api_keys (id, organization_id, environment, name, digest, pepper_version, prefix, tail,
         ip_allowlist, rate_limit, expires_at, retires_at, revoked_at, revoke_reason)
       VALUES ($1, $2, $3::environment, $4, $5, $6, $7, $8, $9, $10,
         now() + make_interval(secs => $11), now() + make_interval(secs => $12),
         CASE WHEN $13 THEN now() END, CASE WHEN $13 THEN 'other'::revoke_reason END)
     )
     INSERT INTO api_key_scopes (key_id, scope) SELECT $1, s::scope FROM unnest($14::text[]) AS s`,
    [
      id,
      organizationId,
      environment,
      seed.name ?? 'Backend',
      digestKey(text, pepper),
      currentPepper,
      prefix,
      tail,
      seed.ipAllowlist ?? [],
      seed.rateLimit ?? null,
      seed.expiresIn ?? null,
      seed.retiresIn ?? null,
      seed.revoked ?? false,
      seed.permissions ?? everyPermission,
    ],
  );
  return { id, text };
}
