import type { Tx } from '#lib/db/prisma';
import { denied } from '#lib/result';

/** Whether an organization is at work; one that is not sends nothing. */
export async function isActive(tx: Tx, id: string): Promise<boolean> {
  return (await tx.organization.count({ where: { id, status: 'active' } })) > 0;
}

/** The answer to who would have an organization that is not active send something. */
export function inactive() {
  return denied(
    'conflict',
    'Your organization is not active, so it sends nothing. Ask the operator.',
  );
}
