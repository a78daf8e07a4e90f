import { z } from 'zod';
import { countField, idField, nameField, noteField } from '#lib/fields';
import { normalizeBlock } from '#lib/keys/allowlist';
import { permissions } from '#lib/keys/scopes';

const MOST_BLOCKS = 50;
/** 30 days: the longest overlap of a rotation. */
export const LONGEST_OVERLAP_SECONDS = 30 * 86_400;

export const keyIdField = idField('key');

/** Several keys, at most so many. */
export function keyIdsField(most: number) {
  return z.array(keyIdField).min(1, 'Choose a key.').max(most, `Choose at most ${most} keys.`);
}

const blockField = z
  .string()
  .max(64)
  .transform((text, ctx) => {
    const block = normalizeBlock(text);
    if (block !== null) return block;
    ctx.addIssue(
      'Enter an address or a block such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
    );
    return z.NEVER;
  });

/** What a key has and can be given later: everything but environment, expiry and secret. */
export const keySettings = {
  name: nameField,
  note: noteField,
  permissions: z
    .array(z.enum(permissions))
    .max(permissions.length)
    .transform((chosen) => permissions.filter((one) => chosen.includes(one))),
  ipAllowlist: z
    .array(blockField)
    .max(MOST_BLOCKS, `Enter at most ${MOST_BLOCKS} addresses or blocks.`)
    .transform((blocks) => [...new Set(blocks)]),
  rateLimit: countField.nullable(),
};

export const revokeReasonField = z.enum(['rotated', 'unused', 'compromised', 'other']);
