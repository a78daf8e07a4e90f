import { deathOf, type PortalSession, type SessionRow } from '#lib/auth/session-row';
import type { OrganizationStatus, Plan, Role, SessionEndReason } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';

const SEEN_EVERY_MS = 60_000;

type Row = SessionRow & {
  /** The database's clock. */
  readonly now: Date;
  readonly chosenId: string | null;
  readonly userId: string;
  readonly email: string;
  readonly userName: string;
  /** Null for a person without any organization. */
  readonly role: Role | null;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly plan: Plan;
  readonly status: OrganizationStatus;
};

/**
 * The live session behind an id, or null. Every check of the portal ends here: idle, absolute end,
 * signed out, password changed, user disabled, and membership of the organization.
 * @param touch whether this counts as activity; background polling does not.
 */
export async function loadSession(
  sessionId: string,
  touch: boolean,
): Promise<PortalSession | null> {
  const row = await findSession(sessionId);
  if (row === null) return null;
  const { now, organizationId, role } = row;
  const death = deathOf(row, now);
  if (death !== null) {
    if (death !== 'ended') await noteEnd(sessionId, death, now);
    return null;
  }
  if (role === null) return null;
  const unseen = now.getTime() - row.lastSeenAt.getTime() >= SEEN_EVERY_MS;
  if (organizationId !== row.chosenId || (touch && unseen)) {
    await db().userSession.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { organizationId, ...(touch ? { lastSeenAt: now } : {}) },
    });
  }
  const { plan, status } = row;
  return {
    sessionId,
    user: { id: row.userId, email: row.email, name: row.userName },
    organization: { id: organizationId, name: row.organizationName, plan, status },
    role,
  };
}

/** One statement, because every page and action waits for it; without its organization, the first other. */
async function findSession(id: string): Promise<Row | null> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT clock_timestamp()::timestamptz(3) AS now, s.organization_id AS "chosenId",
      s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt",
      s.ended_at AS "endedAt", u.id AS "userId", u.email, u.name AS "userName",
      u.disabled_at AS "disabledAt", u.password_changed_at AS "passwordChangedAt",
      m.role, o.id AS "organizationId", o.name AS "organizationName", o.plan, o.status
    FROM user_sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN LATERAL (
      SELECT * FROM memberships WHERE user_id = u.id
      ORDER BY (organization_id = s.organization_id) IS TRUE DESC, created_at, organization_id LIMIT 1
    ) m ON TRUE
    LEFT JOIN organizations o ON o.id = m.organization_id
    WHERE s.id = ${id}`;
  return rows[0] ?? null;
}

/** Only for people who read the row later: the session is dead with or without this. */
async function noteEnd(id: string, endReason: SessionEndReason, endedAt: Date): Promise<void> {
  await db().userSession.updateMany({ where: { id, endedAt: null }, data: { endedAt, endReason } });
}
