import { env } from '#lib/env';
import { seal, unseal } from '#lib/seal';

const PARTS = '\n';
const LONGEST = 1_000;

/** Where the owner of an address says that they want no more alerts of an organization: a page, and one POST. */
export function withdrawalOf(organizationId: string, email: string) {
  const token = seal(['withdraw', organizationId, email].join(PARTS)).toString('base64url');
  const { portalUrl } = env();
  return {
    page: `${portalUrl}/stop-alerts?token=${token}`,
    oneClick: `${portalUrl}/api/stop-alerts?token=${token}`,
  };
}

/** Whose address a token is about; null for one that is not ours. */
export function readWithdrawal(token: string): { organizationId: string; email: string } | null {
  if (token.length > LONGEST) return null;
  try {
    const [what, organizationId, email] = unseal(Buffer.from(token, 'base64url')).split(PARTS);
    if (what !== 'withdraw' || organizationId === undefined || email === undefined) return null;
    return { organizationId, email };
  } catch {
    return null;
  }
}
