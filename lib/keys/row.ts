import type { Prisma } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';

/** What is read of a key: everything but its digest. */
export const keyParts = {
  omit: { digest: true, pepperVersion: true, createNonce: true },
  include: {
    createdBy: { select: { id: true, name: true } },
    rotatedTo: { select: { id: true } },
    scopes: { select: { scope: true, lastUsedAt: true } },
  },
} as const satisfies Prisma.ApiKeyDefaultArgs;

export type KeyRow = Prisma.ApiKeyGetPayload<typeof keyParts>;

/** A key of this organization, or null; another organization's is as good as none. */
export function findKey(tx: Tx, organizationId: string, id: string): Promise<KeyRow | null> {
  return tx.apiKey.findUnique({ ...keyParts, where: { id, organizationId } });
}

/** As `findKey`, the row locked until the transaction ends, with the database's time of the lock. */
export async function lockKey(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<{ row: KeyRow; now: Date } | null> {
  await tx.$queryRaw`
    SELECT 1 FROM api_keys WHERE id = ${id} AND organization_id = ${organizationId} FOR UPDATE`;
  const row = await findKey(tx, organizationId, id);
  return row === null ? null : { row, now: await databaseNow(tx) };
}
