import type { Context } from '#lib/context';
import type { Environment } from '#lib/db/generated/enums';
import type { Tx } from '#lib/db/prisma';
import { env } from '#lib/env';
import { newId } from '#lib/ids';
import { digestKey } from '#lib/keys/digest';
import { mintKey, visibleParts } from '#lib/keys/format';
import { type KeyRow, readLockedKey } from '#lib/keys/row';
import { type Permission, toScope } from '#lib/keys/scopes';

export type NewKey = {
  readonly environment: Environment;
  readonly name: string;
  readonly note: string;
  readonly permissions: readonly Permission[];
  readonly ipAllowlist: readonly string[];
  readonly rateLimit: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly rotatedFromId?: string;
  readonly createNonce?: string;
};

/** Inserts a key; the secret is in the answer and nowhere else from here on. */
export async function insertKey(
  tx: Tx,
  ctx: Context,
  wanted: NewKey,
): Promise<{ row: KeyRow; secret: string }> {
  const { currentPepper, peppers } = env();
  const pepper = peppers.get(currentPepper);
  if (pepper === undefined) throw new Error('there is no current pepper');
  const { permissions, ipAllowlist, ...columns } = wanted;
  const secret = mintKey(wanted.environment);
  const id = newId('key');
  await tx.apiKey.create({
    data: {
      ...columns,
      ...visibleParts(secret),
      id,
      organizationId: ctx.organizationId,
      digest: new Uint8Array(digestKey(secret, pepper)),
      pepperVersion: currentPepper,
      ipAllowlist: [...ipAllowlist],
      createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
    },
  });
  const scopes = permissions.map((permission) => ({ keyId: id, scope: toScope(permission) }));
  await tx.apiKeyScope.createMany({ data: scopes });
  return { row: await readLockedKey(tx, ctx.organizationId, id), secret };
}
