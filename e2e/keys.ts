import type { Role } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import { type CreatedKey, createKey } from '#lib/keys/create';
import { rotateKey } from '#lib/keys/rotate';
import { type Permission, permissions } from '#lib/keys/scopes';
import { showKey } from '#lib/keys/show';
import { dataOf, type Tenant } from '#test/tenant';

type Wanted = {
  name?: string;
  environment?: Environment;
  permissions?: Permission[];
  ipAllowlist?: string[];
  rateLimit?: number;
};

/** Makes a key by the domain's verb, as a page's action would. */
export async function makeKey(tenant: Tenant, wanted: Wanted = {}): Promise<CreatedKey> {
  return dataOf(
    await createKey(tenant.as('owner'), {
      environment: 'test',
      name: 'Key',
      note: '',
      permissions: [...permissions],
      expiresInDays: 90,
      ipAllowlist: [],
      rateLimit: null,
      ...wanted,
    }),
  );
}

/** Rotates a key with an overlap of an hour. */
export async function rotate(tenant: Tenant, keyId: string) {
  return dataOf(await rotateKey(tenant.as('owner'), { keyId, overlapSeconds: 3600 }));
}

/** The key as the database has it now. */
export async function readKey(tenant: Tenant, keyId: string, role: Role = 'owner') {
  return dataOf(await showKey(tenant.as(role), { keyId }));
}
