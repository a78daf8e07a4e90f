import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import type { RevokeReason } from '#lib/db/generated/enums';
import type { Tx } from '#lib/db/prisma';
import type { KeyRow } from '#lib/keys/row';

/**
 * Revokes a locked key in the caller's transaction. A key that is revoked already stays as it is.
 * @returns since when it is revoked.
 */
export async function endKey(
  tx: Tx,
  ctx: Context,
  locked: { readonly row: KeyRow; readonly now: Date },
  reason: RevokeReason,
): Promise<Date> {
  const { row, now } = locked;
  if (row.revokedAt !== null) return row.revokedAt;
  await tx.apiKey.update({
    where: { id: row.id, organizationId: row.organizationId },
    data: { revokedAt: now, revokeReason: reason },
  });
  await recordAudit(tx, ctx, {
    action: 'api_key.revoke',
    targetId: row.id,
    targetLabel: row.name,
    before: { revokedAt: null },
    after: { revokedAt: now.toISOString(), reason },
  });
  return now;
}
