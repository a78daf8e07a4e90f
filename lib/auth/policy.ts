import type { Environment, Role } from '#lib/db/generated/enums';

export type { Role };

/** Everything a person can do in the portal, as `noun.verb`. */
export type Action =
  | 'organization.read'
  | 'organization.update'
  | 'api_key.read'
  | 'api_key.create_test'
  | 'api_key.create_live'
  | 'api_key.update'
  | 'api_key.rotate'
  | 'api_key.revoke'
  | 'credits.read'
  | 'credits.purchase'
  | 'usage.read'
  | 'request.read'
  | 'alert.read'
  | 'alert.manage'
  | 'webhook.read'
  | 'webhook.manage'
  | 'member.read'
  | 'member.manage'
  | 'audit.read'
  | 'profile.update';

const everyone: readonly Action[] = [
  'organization.read',
  'api_key.read',
  'credits.read',
  'usage.read',
  'alert.read',
  'member.read',
  'profile.update',
];

const keyHandling: readonly Action[] = [
  'api_key.create_test',
  'api_key.create_live',
  'api_key.update',
  'api_key.rotate',
  'api_key.revoke',
];

const webhookHandling: readonly Action[] = ['webhook.read', 'webhook.manage'];

const granted: Readonly<Record<Role, ReadonlySet<Action>>> = {
  owner: new Set<Action>([
    ...everyone,
    ...keyHandling,
    ...webhookHandling,
    'organization.update',
    'credits.purchase',
    'request.read',
    'alert.manage',
    'member.manage',
    'audit.read',
  ]),
  admin: new Set<Action>([
    ...everyone,
    ...keyHandling,
    ...webhookHandling,
    'organization.update',
    'credits.purchase',
    'request.read',
    'alert.manage',
    'member.manage',
    'audit.read',
  ]),
  developer: new Set<Action>([...everyone, ...keyHandling, ...webhookHandling, 'request.read']),
  billing: new Set<Action>([...everyone, 'credits.purchase']),
  viewer: new Set<Action>([...everyone, 'request.read', 'webhook.read']),
};

/** Whether a role may do an action. The one place where roles mean something. */
export function can(role: Role, action: Action): boolean {
  return granted[role].has(action);
}

/** The action that creating a key in this environment asks for. */
export function createKeyAction(environment: Environment): Action {
  return environment === 'live' ? 'api_key.create_live' : 'api_key.create_test';
}
