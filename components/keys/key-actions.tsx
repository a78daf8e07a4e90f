import { can, type Role } from '#lib/auth/policy';
import type { KeyView } from '#lib/keys/view';

/** Which actions make sense on a key and are this role's to take. */
export type KeyActions = {
  readonly edit: boolean;
  readonly rotate: boolean;
  readonly revoke: boolean;
};

/** Only offers; the verbs decide again. A key has one successor, so it is rotated once. */
export function keyActions(key: Pick<KeyView, 'state' | 'rotatedToId'>, role: Role): KeyActions {
  const works = key.state !== 'revoked' && key.state !== 'expired';
  return {
    edit: works && can(role, 'api_key.update'),
    rotate: works && key.rotatedToId === null && can(role, 'api_key.rotate'),
    revoke: key.state !== 'revoked' && can(role, 'api_key.revoke'),
  };
}
