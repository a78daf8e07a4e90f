import { ABSOLUTE_HOURS } from '#lib/auth/session-row';
import type { CallOrigin } from '#lib/context';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { printable } from '#lib/text';

/** Inserts a session row for a person who has proved who they are; its id is always new. */
export async function openSession(
  tx: Tx,
  owner: { readonly userId: string; readonly organizationId: string },
  origin: CallOrigin,
): Promise<string> {
  const now = await databaseNow(tx);
  const id = newId('uss');
  await tx.userSession.create({
    data: {
      id,
      userId: owner.userId,
      organizationId: owner.organizationId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + ABSOLUTE_HOURS * 3_600_000),
      ip: printable(origin.ip, 64),
      userAgent: printable(origin.userAgent, 400),
    },
  });
  return id;
}
