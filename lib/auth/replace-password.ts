import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';

/** Whose password to replace; with the last two, only while nobody replaced it or disabled them. */
type Whose =
  | { readonly id: string }
  | { readonly id: string; readonly passwordHash: string; readonly disabledAt: null };

/**
 * Stores a new password and ends every session of the person, in the caller's transaction.
 * Null when there is no such person; then nothing has changed.
 */
export async function replacePassword(
  tx: Tx,
  whose: Whose,
  passwordHash: string,
): Promise<{ ended: number } | null> {
  const now = await databaseNow(tx);
  const replaced = await tx.user.updateMany({
    where: whose,
    data: { passwordHash, passwordChangedAt: now },
  });
  if (replaced.count === 0) return null;
  const { count } = await tx.userSession.updateMany({
    where: { userId: whose.id, endedAt: null },
    data: { endedAt: now, endReason: 'password_changed' },
  });
  return { ended: count };
}
