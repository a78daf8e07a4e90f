import type { PoolClient } from 'pg';
import { hashPassword } from '#lib/auth/password';
import { env } from '#lib/env';
import { newId, randomBytes } from '#lib/ids';
import { digestKey } from '#lib/keys/digest';
import { mintKey, visibleParts } from '#lib/keys/format';
import { type DemoKey, demoKeys } from './cast.ts';
import { DEMO_LIMIT } from './decide.ts';
import { DemoLedger } from './ledger.ts';

const DAY_MS = 86_400_000;

/** The demo organization as it was made. */
export type DemoOrganization = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly email: string;
  readonly password: string;
  readonly liveAccountId: string;
  /** By the key's name. */
  readonly keyIds: ReadonlyMap<string, string>;
};

/**
 * Makes the organization with its owner, its accounts and its keys; nobody knows the keys' secrets. Its
 * rules come with its alerts, when there is something to watch.
 */
export async function makeDemoOrganization(
  client: PoolClient,
  now: number,
): Promise<DemoOrganization> {
  const [id, ownerId] = [newId('org'), newId('usr')];
  const name = 'Demo Voice';
  const email = `demo-${id.slice(-6).toLowerCase()}@example.com`;
  const password = randomBytes(12).toString('base64url');
  const since = new Date(now - 90 * DAY_MS);
  await client.query(
    `INSERT INTO organizations (id, name, plan, demo, rate_limit_per_minute, credits_per_period, created_at)
     VALUES ($1, $2, 'pro', true, $3, $4, $5)`,
    [id, name, DEMO_LIMIT, DemoLedger.perPeriod, since],
  );
  await client.query(
    `INSERT INTO users (id, email, name, password_hash, created_at, email_proven_at)
     VALUES ($1, $2, $3, $4, $5, $5)`,
    [ownerId, email, 'Dana Demo', await hashPassword(password), since],
  );
  await client.query(
    "INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'owner')",
    [id, ownerId],
  );
  const liveAccountId = await addAccount(client, id, 'live');
  await addTestAccount(client, id, now);
  const keyIds = await addKeys(client, { id, ownerId }, now);
  return { id, name, ownerId, email, password, liveAccountId, keyIds };
}

async function addAccount(
  client: PoolClient,
  organizationId: string,
  environment: 'live' | 'test',
): Promise<string> {
  const id = newId('acct');
  await client.query(
    `INSERT INTO credit_accounts (id, organization_id, environment, balance, included, purchased, period_start, period_end)
     VALUES ($1, $2, $3::environment, 0, 0, 0, date_trunc('month', now(), 'UTC'), date_trunc('month', now(), 'UTC') + interval '1 month')`,
    [id, organizationId, environment],
  );
  return id;
}

async function addTestAccount(client: PoolClient, organizationId: string, now: number) {
  const id = await addAccount(client, organizationId, 'test');
  await new DemoLedger(id, 'system', now).store(client);
}

async function addKeys(
  client: PoolClient,
  owner: { readonly id: string; readonly ownerId: string },
  now: number,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const key of demoKeys) {
    const id = newId('key');
    ids.set(key.name, id);
    await addKey(client, { ...owner, keyId: id, replaces: ids.get(key.replaces ?? '') }, key, now);
  }
  return ids;
}

type Place = {
  readonly id: string;
  readonly ownerId: string;
  readonly keyId: string;
  readonly replaces: string | undefined;
};

async function addKey(client: PoolClient, place: Place, key: DemoKey, now: number): Promise<void> {
  const { peppers, currentPepper } = env();
  const pepper = peppers.get(currentPepper);
  if (pepper === undefined) throw new Error('there is no current pepper');
  const secret = mintKey('live');
  const { prefix, tail } = visibleParts(secret);
  const made = new Date(now - key.madeDaysAgo * DAY_MS);
  const ends = key.endsInDays === null ? null : new Date(now + key.endsInDays * DAY_MS);
  await client.query(
    `INSERT INTO api_keys (id, organization_id, environment, name, note, digest, pepper_version, prefix, tail, rate_limit,
       created_by_id, created_at, updated_at, expires_at, rotated_from_id)
     VALUES ($1, $2, 'live', $3, 'Part of the demo.', $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)`,
    [
      place.keyId,
      place.id,
      key.name,
      digestKey(secret, pepper),
      currentPepper,
      prefix,
      tail,
      key.rateLimit,
      place.ownerId,
      made,
      ends,
      place.replaces ?? null,
    ],
  );
  await client.query(
    'INSERT INTO api_key_scopes (key_id, scope) SELECT $1, s::scope FROM unnest($2::text[]) AS s',
    [place.keyId, key.permissions],
  );
  await client.query(AUDIT, [newId('aud'), place.id, place.ownerId, place.keyId, key.name, made]);
  if (place.replaces !== undefined) {
    await client.query('UPDATE api_keys SET retires_at = $2 WHERE id = $1', [
      place.replaces,
      new Date(now + 5 * DAY_MS),
    ]);
  }
}

const AUDIT = `INSERT INTO audit_events (id, organization_id, actor_kind, actor_id, actor_label, action, target_id,
    target_label, created_at) VALUES ($1, $2, 'user', $3, 'Dana Demo', 'api_key.create', $4, $5, $6)`;
