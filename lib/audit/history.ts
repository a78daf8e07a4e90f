import { type AuditView, auditView } from '#lib/audit/view';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { allowed } from '#lib/verb';

const LONGEST = 200;

/** What happened to one target in the caller's organization, the newest first. */
export async function historyOf(ctx: Context, targetId: string): Promise<AuditView[]> {
  const rows = await db().auditEvent.findMany({
    where: { organizationId: ctx.organizationId, targetId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LONGEST,
  });
  const withCaller = allowed(ctx, 'audit.read');
  return rows.map((row) => auditView(row, withCaller));
}
