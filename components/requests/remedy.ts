import { type Action, can, type Role } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import type { Facts } from '#lib/usage/facts';

/** The button that mends what refused a call, or why this person has none. */
export type Remedy = {
  readonly label: string;
  readonly href: string;
  /** False when the role does not allow it: then somebody else has to. */
  readonly allowed: boolean;
};

/** What is known of a refused call. */
export type Refused = {
  readonly code: string | null;
  readonly environment: Environment;
  readonly keyId: string | null;
  readonly facts: Facts;
};

/** Where to mend what refused a call; null where nothing in the portal can. */
export function remedyFor({ code, environment, keyId, facts }: Refused, role: Role): Remedy | null {
  const base = `/${environment}`;
  const key = keyId === null ? null : `${base}/keys/${keyId}`;
  const to = (label: string, href: string | null, action: Action): Remedy | null =>
    href === null ? null : { label, href, allowed: can(role, action) };
  const create = to(
    `Create a ${environment} key`,
    `${base}/keys/new`,
    environment === 'live' ? 'api_key.create_live' : 'api_key.create_test',
  );
  switch (code) {
    case 'insufficient_permissions':
      return to('Add the permission', key && `${key}/edit`, 'api_key.update');
    case 'ip_not_allowed':
      return to('Change its allowlist', key && `${key}/edit`, 'api_key.update');
    case 'rate_limit_exceeded':
      return isOwnLimit(facts)
        ? to('Raise the key’s limit', key && `${key}/edit`, 'api_key.update')
        : to('See the limits', `${base}/limits`, 'usage.read');
    case 'insufficient_api_credits':
      return to('Add credits', `${base}/credits`, 'credits.purchase');
    case 'api_key_expired':
    case 'api_key_revoked':
    case 'api_key_invalid':
      return create;
    case 'api_key_wrong_environment':
      return to('See the right address', `${base}/first-call`, 'api_key.read');
    case 'organization_inactive':
      return to('See the organization', '/settings/organization', 'organization.read');
    default:
      return null;
  }
}

/** Whether it was the key's own limit that was full. */
function isOwnLimit({ key }: Facts): boolean {
  return key !== undefined && key !== null && key.count > key.limit;
}
