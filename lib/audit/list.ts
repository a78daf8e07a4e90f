import { z } from 'zod';
import { historyOf } from '#lib/audit/history';
import { type AuditView, auditView } from '#lib/audit/view';
import { db } from '#lib/db/prisma';
import { placeField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export type { AuditView } from '#lib/audit/view';

export const listAuditInput = z.strictObject({
  /** Only what happened to this id. */
  targetId: placeField.optional(),
  limit: z.int().min(1).max(200).default(100),
});

/** The organization's newest audit events. */
export const listAudit = defineVerb({
  name: null,
  can: 'audit.read',
  input: listAuditInput,
  run: async (ctx, { targetId, limit }): Promise<Result<AuditView[]>> => {
    if (targetId !== undefined) return done((await historyOf(ctx, targetId)).slice(0, limit));
    const rows = await db().auditEvent.findMany({
      where: { organizationId: ctx.organizationId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return done(rows.map((row) => auditView(row, true)));
  },
});
