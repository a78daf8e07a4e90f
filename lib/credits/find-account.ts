import type { Context } from '#lib/context';
import type { Environment } from '#lib/db/generated/enums';
import type { Tx } from '#lib/db/prisma';

/** The id of an organization's account, or null when there is no such organization. */
export async function findAccountId(
  tx: Tx,
  organizationId: string,
  environment: Environment,
): Promise<string | null> {
  const row = await tx.creditAccount.findUnique({
    where: { organizationId_environment: { organizationId, environment } },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Who a ledger entry names: `usr_…`, `operator` or `system`. */
export function actorOf(ctx: Context): string {
  return ctx.actor.kind === 'user' ? ctx.actor.id : ctx.actor.kind;
}
