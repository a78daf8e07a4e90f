import type { Role, Scope } from '#lib/db/generated/enums';

/** The permissions a key can carry, as the API spells them. Source: Authentication page, "API Key Permissions". */
export const permissions = [
  'sessions:read',
  'sessions:write',
  'recordings:read',
  'analysis:read',
  'analysis:write',
  'webhooks:manage',
] as const;

export type Permission = (typeof permissions)[number];

/** What each permission allows, for people. */
export const permissionTexts: Readonly<Record<Permission, string>> = {
  'sessions:read': 'Retrieve session details and transcripts',
  'sessions:write': 'Create and end sessions; each creation costs 1 credit',
  'recordings:read': 'Access recordings',
  'analysis:read': 'Retrieve analysis results',
  'analysis:write': 'Request session analysis; each costs 1 credit',
  'webhooks:manage': 'Manage webhook endpoints',
};

export type PresetName = 'full' | 'read_only' | 'sessions_only' | 'custom';

/** Named sets of permissions offered when a key is made. */
export const presets: Readonly<
  Record<Exclude<PresetName, 'custom'>, { label: string; permissions: readonly Permission[] }>
> = {
  full: { label: 'Full access', permissions },
  read_only: {
    label: 'Read only',
    permissions: ['sessions:read', 'recordings:read', 'analysis:read'],
  },
  sessions_only: { label: 'Sessions only', permissions: ['sessions:read', 'sessions:write'] },
};

/** The preset that equals this set, or `custom`. */
export function presetOf(chosen: readonly Permission[]): PresetName {
  const wanted = [...chosen].sort().join();
  for (const [name, preset] of Object.entries(presets)) {
    if ([...preset.permissions].sort().join() === wanted) return name as PresetName;
  }
  return 'custom';
}

/** Permissions a role may hand to a key: nobody grants what their role can't. */
export function grantable(role: Role): readonly Permission[] {
  if (role === 'owner' || role === 'admin') return permissions;
  if (role === 'developer') return permissions.filter((p) => p !== 'webhooks:manage');
  return [];
}

/** The stored spelling of a permission. */
export function toScope(permission: Permission): Scope {
  return permission.replace(':', '_') as Scope;
}
