import { Prisma } from '#lib/db/generated/client';
import type { Environment, RevokeReason } from '#lib/db/generated/enums';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import type { Permission } from '#lib/keys/scopes';

/** What is read of a key: everything but its digest. */
export type KeyRow = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly name: string;
  readonly note: string;
  readonly prefix: string;
  readonly tail: string;
  readonly ipAllowlist: string[];
  readonly rateLimit: number | null;
  readonly createdById: string | null;
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly retiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokeReason: RevokeReason | null;
  readonly rotatedFromId: string | null;
  readonly rotatedToId: string | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly lastUsedClient: string | null;
  readonly permissions: Permission[];
  /** In the order of `permissions`. */
  readonly permissionsUsedAt: (Date | null)[];
};

const columns = Prisma.sql`
  k.id, k.organization_id AS "organizationId", k.environment, k.name, k.note, k.prefix, k.tail,
  k.ip_allowlist AS "ipAllowlist", k.rate_limit AS "rateLimit",
  k.created_by_id AS "createdById", u.name AS "createdByName",
  k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.retires_at AS "retiresAt",
  k.revoked_at AS "revokedAt", k.revoke_reason AS "revokeReason", k.rotated_from_id AS "rotatedFromId",
  (SELECT n.id FROM api_keys n WHERE n.rotated_from_id = k.id) AS "rotatedToId",
  k.last_used_at AS "lastUsedAt", k.last_used_ip AS "lastUsedIp", k.last_used_client AS "lastUsedClient",
  ARRAY(SELECT s.scope::text FROM api_key_scopes s WHERE s.key_id = k.id ORDER BY s.scope) AS permissions,
  ARRAY(SELECT s.last_used_at FROM api_key_scopes s WHERE s.key_id = k.id ORDER BY s.scope)
    AS "permissionsUsedAt"`;

/** Keys with what belongs to them, in one statement; `rest` begins with WHERE, the key is `k`. */
export function selectKeys(tx: Tx, rest: Prisma.Sql): Promise<KeyRow[]> {
  return tx.$queryRaw<KeyRow[]>`
    SELECT ${columns} FROM api_keys k LEFT JOIN users u ON u.id = k.created_by_id ${rest}`;
}

/** A key of this organization, or null; another organization's is as good as none. */
export async function findKey(tx: Tx, organizationId: string, id: string): Promise<KeyRow | null> {
  const rows = await selectKeys(
    tx,
    Prisma.sql`WHERE k.id = ${id} AND k.organization_id = ${organizationId}`,
  );
  return rows[0] ?? null;
}

/** As `findKey`, for a key that the transaction has locked. */
export async function readLockedKey(tx: Tx, organizationId: string, id: string): Promise<KeyRow> {
  const row = await findKey(tx, organizationId, id);
  if (row === null) throw new Error('a locked key has gone');
  return row;
}

/**
 * As `findKey`, the row locked until the transaction ends, with the database's time of the lock. The
 * lock leaves rows that refer to the key, such as the gate's new sessions, to go on.
 */
export async function lockKey(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<{ row: KeyRow; now: Date } | null> {
  await tx.$queryRaw`
    SELECT 1 FROM api_keys WHERE id = ${id} AND organization_id = ${organizationId} FOR NO KEY UPDATE`;
  const row = await findKey(tx, organizationId, id);
  return row === null ? null : { row, now: await databaseNow(tx) };
}
