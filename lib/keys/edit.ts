import { z } from 'zod';
import { changedFields, recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { db, type Tx } from '#lib/db/prisma';
import { confirmChange } from '#lib/gates/confirm';
import { keyIdField, keySettings } from '#lib/keys/fields';
import { refuseRateLimit } from '#lib/keys/rate-limit';
import { refuseGrant } from '#lib/keys/rights';
import { lockKey, readLockedKey } from '#lib/keys/row';
import { toScope } from '#lib/keys/scopes';
import { type KeyView, keyFields, keyView, stateOf } from '#lib/keys/view';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const editKeyInput = z.strictObject({ keyId: keyIdField, ...keySettings });
type Edit = z.output<typeof editKeyInput>;

/**
 * Changes what a key may do and is called; never its environment, expiry or secret. Answers when
 * every gate has applied it.
 */
export const editKey = defineVerb({
  name: 'api_key.update',
  can: 'api_key.update',
  input: editKeyInput,
  target: (input) => input.keyId,
  run: async (ctx, input): Promise<Result<KeyView>> => {
    const result = await db().$transaction((tx) => edit(tx, ctx, input));
    if (result.ok) await confirmChange();
    return result;
  },
});

async function edit(tx: Tx, ctx: Context, input: Edit): Promise<Result<KeyView>> {
  const locked = await lockKey(tx, ctx.organizationId, input.keyId);
  if (locked === null) return notFound('key');
  const { row: before, now } = locked;
  const state = stateOf(before, now);
  if (state === 'revoked' || state === 'expired') {
    return denied('conflict', `This key is ${state}, so there is nothing left to change.`);
  }
  // What the key has already is kept, not granted.
  const added = input.permissions.filter((permission) => !before.permissions.includes(permission));
  const refusal =
    refuseGrant(ctx, added) ?? (await refuseRateLimit(tx, ctx.organizationId, input.rateLimit));
  if (refusal !== null) return refusal;
  const { keyId, permissions, ...columns } = input;
  const wanted = permissions.map(toScope);
  await tx.apiKey.update({
    where: { id: keyId, organizationId: ctx.organizationId },
    data: {
      ...columns,
      scopes: {
        deleteMany: { scope: { notIn: wanted } },
        create: added.map((permission) => ({ scope: toScope(permission) })),
      },
    },
  });
  const after = await readLockedKey(tx, ctx.organizationId, keyId);
  await recordAudit(tx, ctx, {
    action: 'api_key.update',
    targetId: keyId,
    targetLabel: after.name,
    ...changedFields(keyFields(before), keyFields(after)),
  });
  return done(keyView(after, now));
}
