import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { createKeyAction } from '#lib/auth/policy';
import type { Context } from '#lib/context';
import { Prisma } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { keySettings } from '#lib/keys/fields';
import { insertKey } from '#lib/keys/insert';
import { refuseRateLimit } from '#lib/keys/rate-limit';
import { refuseGrant } from '#lib/keys/rights';
import { type KeyView, keyFields, keyView } from '#lib/keys/view';
import { denied, done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

const DAY_SECONDS = 86_400;
const LONGEST_DAYS = 3650;

const shared = { environment: environmentField, ...keySettings };

export const createKeyInput = z.strictObject({
  ...shared,
  /** Null means never. */
  expiresInDays: z
    .int('Enter a whole number of days.')
    .min(1, 'Enter 1 day or more.')
    .max(LONGEST_DAYS, 'Enter 3,650 days at most.')
    .nullable(),
  /** A UUID of the form, with or without dashes: the same form sent twice makes one key. */
  nonce: z
    .string()
    .transform((text) => text.replaceAll('-', '').toLowerCase())
    .refine((text) => /^[0-9a-f]{32}$/.test(text), 'Reload the page and try again.')
    .optional(),
});

export const issueKeyInput = z.strictObject({
  ...shared,
  expiresInSeconds: z
    .int('Enter a whole number of seconds.')
    .min(1, 'A key lasts 1 second or more.')
    .max(LONGEST_DAYS * DAY_SECONDS, 'A key lasts 3,650 days at most.')
    .nullable(),
});

export type CreatedKey = {
  readonly key: KeyView;
  /** The whole key, told this once. */
  readonly secret: string;
};

type Wanted = z.output<typeof issueKeyInput> & { readonly createNonce?: string };

/** Makes a key. Its secret is in this answer only; it works from the first call on. */
export const createKey = defineVerb({
  name: 'api_key.create',
  can: (input) => createKeyAction(input.environment),
  input: createKeyInput,
  run: async (ctx, { expiresInDays, nonce, ...rest }): Promise<Result<CreatedKey>> => {
    const expiresInSeconds = expiresInDays === null ? null : expiresInDays * DAY_SECONDS;
    const wanted = { ...rest, expiresInSeconds };
    return create(ctx, nonce === undefined ? wanted : { ...wanted, createNonce: nonce });
  },
});

/** As `createKey`, with an expiry exact to the second; for the operator. */
export const issueKey = defineVerb({
  name: 'api_key.create',
  can: 'operator',
  input: issueKeyInput,
  run: (ctx, input): Promise<Result<CreatedKey>> => create(ctx, input),
});

async function create(ctx: Context, wanted: Wanted): Promise<Result<CreatedKey>> {
  const refusal = refuseGrant(ctx, wanted.permissions);
  if (refusal !== null) return refusal;
  try {
    return await db().$transaction((tx) => insert(tx, ctx, wanted));
  } catch (error) {
    if (!isSecondSubmit(error)) throw error;
    return denied(
      'conflict',
      'This form has made its key already. If you did not see its secret, rotate the key to get another.',
    );
  }
}

async function insert(tx: Tx, ctx: Context, wanted: Wanted): Promise<Result<CreatedKey>> {
  const refusal = await refuseRateLimit(tx, ctx.organizationId, wanted.rateLimit);
  if (refusal !== null) return refusal;
  const { expiresInSeconds, ...settings } = wanted;
  const now = await databaseNow(tx);
  const expiresAt =
    expiresInSeconds === null ? null : new Date(now.getTime() + expiresInSeconds * 1000);
  const { row, secret } = await insertKey(tx, ctx, { ...settings, createdAt: now, expiresAt });
  await recordAudit(tx, ctx, {
    action: 'api_key.create',
    targetId: row.id,
    targetLabel: row.name,
    after: keyFields(row),
  });
  return done({ key: keyView(row, now), secret });
}

/** The nonce is the only unique column whose value comes from outside. */
function isSecondSubmit(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
