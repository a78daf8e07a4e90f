import type { Organization } from '#lib/db/generated/client';
import type { Tx } from '#lib/db/prisma';

/**
 * Locks an organization's row until the transaction ends and reads it; null when there is none. Rows
 * that refer to it, such as the gate's new sessions, need not wait.
 */
export async function lockOrganization(tx: Tx, id: string): Promise<Organization | null> {
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE id = ${id} FOR NO KEY UPDATE`;
  return tx.organization.findUnique({ where: { id } });
}
