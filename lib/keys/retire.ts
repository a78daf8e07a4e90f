import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { db, type Tx } from '#lib/db/prisma';
import { confirmChange } from '#lib/gates/confirm';
import { endKey } from '#lib/keys/end';
import { keyIdField, LONGEST_OVERLAP_SECONDS } from '#lib/keys/fields';
import { retireAfter } from '#lib/keys/rotate';
import { lockKey, readLockedKey } from '#lib/keys/row';
import { type KeyView, keyView, stateOf } from '#lib/keys/view';
import type { Receipt } from '#lib/receipt';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const extendOverlapInput = z.strictObject({
  /** The old key. */
  keyId: keyIdField,
  /** From now. */
  overlapSeconds: z
    .int('Enter a whole number of seconds.')
    .min(1, 'Enter 1 second or more; to end it now, retire it.')
    .max(LONGEST_OVERLAP_SECONDS, 'An overlap lasts 30 days at most.'),
});

export const retireNowInput = z.strictObject({ keyId: keyIdField });

/** Moves the end of a rotation's overlap, counted from now; never past the old key's own expiry. */
export const extendOverlap = defineVerb({
  name: 'api_key.extend_overlap',
  can: 'api_key.rotate',
  input: extendOverlapInput,
  target: (input) => input.keyId,
  run: async (ctx, { keyId, overlapSeconds }): Promise<Result<KeyView>> => {
    const result = await db().$transaction((tx) => extend(tx, ctx, keyId, overlapSeconds));
    if (result.ok) await confirmChange();
    return result;
  },
});

/** Ends a rotation's overlap: revokes the old key as rotated, with the gates' confirmation. */
export const retireNow = defineVerb({
  name: 'api_key.revoke',
  can: 'api_key.rotate',
  input: retireNowInput,
  target: (input) => input.keyId,
  run: async (ctx, { keyId }): Promise<Result<Receipt>> => {
    const since = await db().$transaction(async (tx) => {
      const locked = await lockKey(tx, ctx.organizationId, keyId);
      if (locked === null) return notFound('key');
      if (locked.row.rotatedToId === null) return notRotated();
      return done(await endKey(tx, ctx, locked, 'rotated'));
    });
    if (!since.ok) return since;
    return done({ refusedSince: since.data.toISOString(), gates: await confirmChange() });
  },
});

async function extend(
  tx: Tx,
  ctx: Context,
  keyId: string,
  seconds: number,
): Promise<Result<KeyView>> {
  const locked = await lockKey(tx, ctx.organizationId, keyId);
  if (locked === null) return notFound('key');
  const { row, now } = locked;
  if (row.rotatedToId === null) return notRotated();
  if (stateOf(row, now) !== 'retiring') {
    return denied('conflict', 'The old key has ended already; an ended key does not come back.');
  }
  const retiresAt = await retireAfter(tx, row, now, seconds);
  await recordAudit(tx, ctx, {
    action: 'api_key.extend_overlap',
    targetId: row.id,
    targetLabel: row.name,
    before: { retiresAt: row.retiresAt?.toISOString() ?? null },
    after: { retiresAt: retiresAt.toISOString() },
  });
  return done(keyView(await readLockedKey(tx, ctx.organizationId, keyId), now));
}

function notRotated() {
  return denied('conflict', 'This key has no successor yet. Rotate it first, or revoke it.');
}
