import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';

/** Stores a new password and ends every session of the person, in the caller's transaction. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
): Promise<{ ended: number }> {
  const now = await databaseNow(tx);
  await tx.user.update({ where: { id: userId }, data: { passwordHash, passwordChangedAt: now } });
  const { count } = await tx.userSession.updateMany({
    where: { userId, endedAt: null },
    data: { endedAt: now, endReason: 'password_changed' },
  });
  return { ended: count };
}
