import type { Context } from '#lib/context';
import { Prisma } from '#lib/db/generated/client';
import type { AuditOutcome } from '#lib/db/generated/enums';
import type { Tx } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { printable } from '#lib/text';

/** A plain value that an audit event may hold; never a secret, a digest or a password. */
export type AuditValue = string | number | boolean | null | readonly string[];
/** Public fields of a target by name. */
export type AuditFields = Readonly<Record<string, AuditValue>>;

export type AuditDraft = {
  /** `noun.verb`, e.g. `api_key.revoke`. */
  readonly action: string;
  readonly targetId?: string;
  readonly targetLabel?: string;
  readonly before?: AuditFields;
  readonly after?: AuditFields;
  readonly outcome?: AuditOutcome;
  /** The organization it happened in, when that is not the context's; null means none. */
  readonly organizationId?: string | null;
};

const ID_LIMIT = 64;
const LABEL_LIMIT = 200;
const AGENT_LIMIT = 400;

/**
 * Writes one audit event. Called with the transaction of the change it tells of, so that neither
 * exists without the other.
 */
export async function recordAudit(tx: Tx, ctx: Context, draft: AuditDraft): Promise<void> {
  const { actor, origin } = ctx;
  const organizationId =
    draft.organizationId === undefined ? ctx.organizationId : draft.organizationId;
  await tx.auditEvent.create({
    data: {
      id: newId('aud'),
      organizationId: organizationId === '' ? null : organizationId,
      actorKind: actor.kind,
      actorId: actor.kind === 'user' ? actor.id : null,
      actorLabel: printable(actor.label, LABEL_LIMIT),
      action: draft.action,
      outcome: draft.outcome ?? 'done',
      targetId: draft.targetId === undefined ? null : printable(draft.targetId, ID_LIMIT),
      targetLabel: printable(draft.targetLabel ?? '', LABEL_LIMIT),
      before: toJson(draft.before),
      after: toJson(draft.after),
      ip: printable(origin.ip, ID_LIMIT),
      userAgent: printable(origin.userAgent, AGENT_LIMIT),
      requestId: printable(origin.requestId, ID_LIMIT),
    },
  });
}

/** The fields that differ, as they were and as they are. */
export function changedFields(
  before: AuditFields,
  after: AuditFields,
): { before: AuditFields; after: AuditFields } {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (fields: AuditFields) =>
    Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

function toJson(fields: AuditFields | undefined) {
  if (fields === undefined) return Prisma.DbNull;
  const clean = (value: AuditValue) => {
    if (typeof value === 'string') return printable(value, LABEL_LIMIT);
    return Array.isArray(value) ? value.map((text) => printable(text, LABEL_LIMIT)) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(value)]));
}
