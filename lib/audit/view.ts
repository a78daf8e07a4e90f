import type { AuditEvent } from '#lib/db/generated/client';
import type { ActorKind, AuditOutcome } from '#lib/db/generated/enums';

/** Fields by name, as they were or as they are. */
export type AuditValues = Readonly<Record<string, unknown>>;

/** One line of the audit log. */
export type AuditView = {
  readonly id: string;
  readonly actorKind: ActorKind;
  readonly actorLabel: string;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly targetId: string | null;
  readonly targetLabel: string;
  readonly before: AuditValues | null;
  readonly after: AuditValues | null;
  /** Address and client are empty for a reader without the right to the audit log. */
  readonly ip: string;
  readonly userAgent: string;
  readonly createdAt: string;
};

/** The public side of an audit row. */
export function auditView(row: AuditEvent, withCaller: boolean): AuditView {
  return {
    id: row.id,
    actorKind: row.actorKind,
    actorLabel: row.actorLabel,
    action: row.action,
    outcome: row.outcome,
    targetId: row.targetId,
    targetLabel: row.targetLabel,
    before: valuesOf(row.before),
    after: valuesOf(row.after),
    ip: withCaller ? row.ip : '',
    userAgent: withCaller ? row.userAgent : '',
    createdAt: row.createdAt.toISOString(),
  };
}

function valuesOf(json: unknown): AuditValues | null {
  return typeof json === 'object' && json !== null ? { ...json } : null;
}
