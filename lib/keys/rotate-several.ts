import { z } from 'zod';
import type { Context } from '#lib/context';
import type { Tx } from '#lib/db/prisma';
import { confirmChange } from '#lib/gates/confirm';
import { keyIdsField } from '#lib/keys/fields';
import {
  onceOnly,
  overlapField,
  type Rotation,
  refuseRotation,
  replaceKey,
} from '#lib/keys/rotate';
import { lockKey } from '#lib/keys/row';
import { stateOf } from '#lib/keys/view';
import type { GateConfirmation } from '#lib/receipt';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

/** As many as a page of the list shows: each of them has a secret that somebody must store. */
const MOST_AT_ONCE = 25;

export const rotateKeysInput = z.strictObject({
  keyIds: keyIdsField(MOST_AT_ONCE),
  overlapSeconds: overlapField,
});

export type Rotations = {
  /** In the order asked for; each secret is told this once. */
  readonly rotations: readonly Rotation[];
  /** Set when the old keys were revoked at once. */
  readonly gates: GateConfirmation | null;
};

/** Rotates several keys with one overlap as `rotateKey` does: all of them or, with a reason, none. */
export const rotateKeys = defineVerb({
  name: 'api_key.rotate',
  can: 'api_key.rotate',
  input: rotateKeysInput,
  target: (input) => input.keyIds[0] ?? '',
  run: async (ctx, { keyIds, overlapSeconds }): Promise<Result<Rotations>> => {
    const wanted = [...new Set(keyIds)];
    const result = await onceOnly((tx) => rotateAll(tx, ctx, wanted, overlapSeconds));
    if (!result.ok) return result;
    const gates = overlapSeconds === 0 ? await confirmChange() : null;
    return done({ rotations: result.data, gates });
  },
});

async function rotateAll(
  tx: Tx,
  ctx: Context,
  wanted: readonly string[],
  overlap: number,
): Promise<Result<Rotation[]>> {
  const locked = new Map<string, NonNullable<Awaited<ReturnType<typeof lockKey>>>>();
  // In one order, so that two such calls cannot wait for each other; all before the first change.
  for (const id of wanted.toSorted()) {
    const one = await lockKey(tx, ctx.organizationId, id);
    if (one === null) return notFound('key');
    const refusal = refuseRotation(ctx, { ...one.row, state: stateOf(one.row, one.now) });
    if (refusal !== null) {
      const { code, message } = refusal.denial;
      return denied(code, `No key was rotated, because of ${one.row.name}: ${message}`);
    }
    locked.set(id, one);
  }
  const rotations: Rotation[] = [];
  for (const id of wanted) {
    const one = locked.get(id);
    if (one !== undefined) rotations.push(await replaceKey(tx, ctx, one, overlap));
  }
  return done(rotations);
}
