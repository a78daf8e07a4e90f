import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { Prisma } from '#lib/db/generated/client';
import { db, type Tx } from '#lib/db/prisma';
import { confirmChange } from '#lib/gates/confirm';
import { endKey } from '#lib/keys/end';
import { keyIdField, LONGEST_OVERLAP_SECONDS } from '#lib/keys/fields';
import { insertKey } from '#lib/keys/insert';
import { refuseGrant } from '#lib/keys/rights';
import { type KeyRow, lockKey, readLockedKey } from '#lib/keys/row';
import { type KeyView, keyFields, keyView, stateOf } from '#lib/keys/view';
import type { GateConfirmation } from '#lib/receipt';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

/** How long an old key goes on working; 0 revokes it at once. */
export const overlapField = z
  .int('Enter a whole number of seconds.')
  .min(0)
  .max(LONGEST_OVERLAP_SECONDS, 'An overlap lasts 30 days at most.');

export const rotateKeyInput = z.strictObject({ keyId: keyIdField, overlapSeconds: overlapField });

export type Rotation = {
  /** The new key. */
  readonly key: KeyView;
  readonly old: KeyView;
  /** The whole new key, told this once. */
  readonly secret: string;
};

/**
 * Makes a successor that has everything of the old key but secret, id and dates: it lasts as long
 * again as the old one was made to last. The old key ends after the overlap, never past its expiry.
 */
export const rotateKey = defineVerb({
  name: 'api_key.rotate',
  can: 'api_key.rotate',
  input: rotateKeyInput,
  target: (input) => input.keyId,
  run: async (
    ctx,
    { keyId, overlapSeconds },
  ): Promise<Result<Rotation & { readonly gates: GateConfirmation | null }>> => {
    const result = await onceOnly((tx) => rotate(tx, ctx, keyId, overlapSeconds));
    if (!result.ok) return result;
    const gates = overlapSeconds === 0 ? await confirmChange() : null;
    return done({ ...result.data, gates });
  },
});

/** Runs a rotation in one transaction; a key that got its successor meanwhile is a refusal. */
export async function onceOnly<T>(run: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await db().$transaction(run);
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    if (!taken) throw error;
    return alreadyRotated();
  }
}

async function rotate(
  tx: Tx,
  ctx: Context,
  keyId: string,
  overlap: number,
): Promise<Result<Rotation>> {
  const locked = await lockKey(tx, ctx.organizationId, keyId);
  if (locked === null) return notFound('key');
  const refusal = refuseRotation(ctx, { ...locked.row, state: stateOf(locked.row, locked.now) });
  return refusal ?? done(await replaceKey(tx, ctx, locked, overlap));
}

/** Why this caller cannot rotate the key, or null when they can. */
export function refuseRotation(
  ctx: Context,
  key: Pick<KeyView, 'state' | 'rotatedToId' | 'permissions'>,
) {
  if (key.rotatedToId !== null) return alreadyRotated();
  if (key.state === 'revoked' || key.state === 'expired') {
    return denied('conflict', `This key is ${key.state}. Make a new key instead.`);
  }
  return refuseGrant(ctx, key.permissions);
}

/** Gives a locked key its successor and its end, in the caller's transaction. */
export async function replaceKey(
  tx: Tx,
  ctx: Context,
  locked: { readonly row: KeyRow; readonly now: Date },
  overlap: number,
): Promise<Rotation> {
  const { row: old, now } = locked;
  const { row, secret } = await insertKey(tx, ctx, successorOf(old, now));
  await recordAudit(tx, ctx, {
    action: 'api_key.rotate',
    targetId: old.id,
    targetLabel: old.name,
    after: { successor: row.id, overlapSeconds: overlap },
  });
  await recordAudit(tx, ctx, {
    action: 'api_key.create',
    targetId: row.id,
    targetLabel: row.name,
    after: { ...keyFields(row), rotatedFrom: old.id },
  });
  if (overlap === 0) await endKey(tx, ctx, locked, 'rotated');
  else await retireAfter(tx, old, now, overlap);
  const ended = await readLockedKey(tx, ctx.organizationId, old.id);
  return { key: keyView(row, now), old: keyView(ended, now), secret };
}

function successorOf(old: KeyRow, now: Date) {
  const lifetime =
    old.expiresAt === null ? null : old.expiresAt.getTime() - old.createdAt.getTime();
  return {
    environment: old.environment,
    name: old.name,
    note: old.note,
    permissions: old.permissions,
    ipAllowlist: old.ipAllowlist,
    rateLimit: old.rateLimit,
    createdAt: now,
    expiresAt: lifetime === null ? null : new Date(now.getTime() + lifetime),
    rotatedFromId: old.id,
  };
}

/** Gives a key its end, in the caller's transaction; never past its own expiry. */
export async function retireAfter(tx: Tx, row: KeyRow, now: Date, seconds: number): Promise<Date> {
  const wanted = new Date(now.getTime() + seconds * 1000);
  const retiresAt = row.expiresAt !== null && row.expiresAt < wanted ? row.expiresAt : wanted;
  await tx.apiKey.update({
    where: { id: row.id, organizationId: row.organizationId },
    data: { retiresAt },
  });
  return retiresAt;
}

function alreadyRotated() {
  return denied('conflict', 'This key has a successor already. Rotate that one.');
}
