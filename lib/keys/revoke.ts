import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { confirmChange } from '#lib/gates/confirm';
import { endKey } from '#lib/keys/end';
import { keyIdField, keyIdsField, revokeReasonField } from '#lib/keys/fields';
import { type KeyRow, lockKey } from '#lib/keys/row';
import type { Receipt } from '#lib/receipt';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

const MOST_AT_ONCE = 200;
const IN_USE_MS = 24 * 3_600_000;

export const revokeKeyInput = z.strictObject({
  keyId: keyIdField,
  reason: revokeReasonField,
  /** The key's name, asked of people for a live key that was used in the last 24 hours. */
  confirmName: z.string().max(200).optional(),
});

export const revokeKeysInput = z.strictObject({
  keyIds: keyIdsField(MOST_AT_ONCE),
  reason: revokeReasonField,
  /** How many keys there are, asked of people when a live one was used in the last 24 hours. */
  confirmCount: z.int().optional(),
});

/** The receipt of several keys; `refusedSince` is the latest of theirs. */
export type BulkReceipt = Receipt & {
  readonly keys: { readonly id: string; readonly refusedSince: string }[];
};

/**
 * Revokes a key for good and answers when every gate has confirmed that it refuses it, or after 2 s.
 * Revoking again gives the original time and a fresh confirmation.
 */
export const revokeKey = defineVerb({
  name: 'api_key.revoke',
  can: 'api_key.revoke',
  input: revokeKeyInput,
  target: (input) => input.keyId,
  run: async (ctx, { keyId, reason, confirmName }): Promise<Result<Receipt>> => {
    const since = await db().$transaction(async (tx) => {
      const locked = await lockKey(tx, ctx.organizationId, keyId);
      if (locked === null) return notFound('key');
      const { row, now } = locked;
      const asked = ctx.actor.kind === 'user' && isInUse(row, now);
      if (asked && confirmName?.trim() !== row.name) {
        const message = `This live key was used in the last 24 hours. Type its name, ${row.name}, to revoke it.`;
        return denied('invalid_input', message, { confirmName: message });
      }
      return done(await endKey(tx, ctx, locked, reason));
    });
    if (!since.ok) return since;
    return done({ refusedSince: since.data.toISOString(), gates: await confirmChange() });
  },
});

/** Revokes several keys, all or none, with one confirmation. */
export const revokeKeys = defineVerb({
  name: 'api_key.revoke',
  can: 'api_key.revoke',
  input: revokeKeysInput,
  target: (input) => input.keyIds[0] ?? '',
  run: async (ctx, { keyIds, reason, confirmCount }): Promise<Result<BulkReceipt>> => {
    // In one order, so that two such calls cannot wait for each other.
    const ids = [...new Set(keyIds)].sort();
    const ended = await db().$transaction(async (tx) => {
      const locked = [];
      for (const id of ids) {
        const one = await lockKey(tx, ctx.organizationId, id);
        if (one === null) return notFound('key');
        locked.push(one);
      }
      const asked = ctx.actor.kind === 'user' && locked.some(({ row, now }) => isInUse(row, now));
      if (asked && confirmCount !== ids.length) {
        const message = `A live key among them was used in the last 24 hours. Type ${ids.length}, the number of keys, to revoke them.`;
        return denied('invalid_input', message, { confirmCount: message });
      }
      const keys = [];
      for (const one of locked) {
        const since = await endKey(tx, ctx, one, reason);
        keys.push({ id: one.row.id, refusedSince: since.toISOString() });
      }
      return done(keys);
    });
    if (!ended.ok) return ended;
    const times = ended.data.map((key) => key.refusedSince).sort();
    return done({
      refusedSince: times.at(-1) ?? '',
      gates: await confirmChange(),
      keys: ended.data,
    });
  },
});

/** A live key that still passes and did so in the last 24 hours. */
function isInUse(row: KeyRow, now: Date): boolean {
  if (row.environment !== 'live' || row.revokedAt !== null || row.lastUsedAt === null) return false;
  return now.getTime() - row.lastUsedAt.getTime() < IN_USE_MS;
}
