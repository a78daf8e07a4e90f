import type { Tx } from '#lib/db/prisma';
import { effectiveLimits } from '#lib/orgs/plans';
import { denied } from '#lib/result';
import { notFound } from '#lib/verb';

/** The refusal of an own rate limit above the organization's, or null when it fits. */
export async function refuseRateLimit(tx: Tx, organizationId: string, rateLimit: number | null) {
  const organization = await tx.organization.findUnique({ where: { id: organizationId } });
  if (organization === null) return notFound('organization');
  const { requestsPerMinute } = effectiveLimits(organization);
  if (rateLimit === null || rateLimit <= requestsPerMinute) return null;
  const message = `The organization has ${requestsPerMinute} requests a minute; a key cannot have more.`;
  return denied('invalid_input', message, { rateLimit: message });
}
