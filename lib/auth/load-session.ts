import { deathOf, type PortalSession } from '#lib/auth/session-row';
import type { SessionEndReason } from '#lib/db/generated/enums';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';

const SEEN_EVERY_MS = 60_000;

/**
 * The live session behind an id, or null. Every check of the portal ends here: idle, absolute end,
 * signed out, password changed, user disabled, and membership of the organization.
 * @param touch whether this counts as activity; background polling does not.
 */
export async function loadSession(
  sessionId: string,
  touch: boolean,
): Promise<PortalSession | null> {
  const [row, now] = await Promise.all([findSession(sessionId), databaseNow(db())]);
  if (row === null) return null;
  const death = deathOf(row, now);
  if (death !== null) {
    if (death !== 'ended') await noteEnd(sessionId, death, now);
    return null;
  }
  const membership =
    row.user.memberships.find((one) => one.organizationId === row.organizationId) ??
    row.user.memberships[0];
  if (membership === undefined) return null;
  const moved = membership.organizationId !== row.organizationId;
  const unseen = now.getTime() - row.lastSeenAt.getTime() >= SEEN_EVERY_MS;
  if (moved || (touch && unseen)) {
    await db().userSession.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { organizationId: membership.organizationId, ...(touch ? { lastSeenAt: now } : {}) },
    });
  }
  const { id, email, name } = row.user;
  return {
    sessionId,
    user: { id, email, name },
    organization: membership.organization,
    role: membership.role,
  };
}

function findSession(id: string) {
  return db().userSession.findUnique({
    where: { id },
    include: {
      user: {
        include: {
          memberships: {
            orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }],
            include: {
              organization: { select: { id: true, name: true, plan: true, status: true } },
            },
          },
        },
      },
    },
  });
}

/** Only for people who read the row later: the session is dead with or without this. */
async function noteEnd(id: string, endReason: SessionEndReason, endedAt: Date): Promise<void> {
  await db().userSession.updateMany({ where: { id, endedAt: null }, data: { endedAt, endReason } });
}
