import type { Context } from '#lib/context';
import type { OrganizationStatus, Plan, Role, SessionEndReason } from '#lib/db/generated/enums';

/** Minutes without a request after which a session ends. */
export const IDLE_MINUTES = 30;
/** Hours after which a session ends, however active. */
export const ABSOLUTE_HOURS = 12;

/** Who is signed in, and where they work. Plain values: safe to hand to components. */
export type PortalSession = {
  readonly sessionId: string;
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly plan: Plan;
    readonly status: OrganizationStatus;
  };
  readonly role: Role;
};

/** What decides whether a session still lives; times are the database's. */
export type SessionRow = {
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** The person's. */
  readonly disabledAt: Date | null;
  /** The person's. */
  readonly passwordChangedAt: Date;
};

/** Why a session does not live at `now` (the database's clock), or null while it does. */
export function deathOf(row: SessionRow, now: Date): SessionEndReason | 'ended' | null {
  if (row.endedAt !== null) return 'ended';
  if (row.disabledAt !== null) return 'user_disabled';
  if (row.passwordChangedAt > row.createdAt) return 'password_changed';
  if (row.expiresAt <= now) return 'expired';
  if (now.getTime() - row.lastSeenAt.getTime() >= IDLE_MINUTES * 60_000) return 'idle';
  return null;
}

/** A session's person as the actor, in the organization they are working in. */
export function contextOf(session: PortalSession, origin: Context['origin']): Context {
  const { user, organization, role, sessionId } = session;
  return {
    organizationId: organization.id,
    actor: { kind: 'user', id: user.id, label: user.email, role, sessionId },
    origin,
  };
}
