import { z } from 'zod';
import { historyOf } from '#lib/audit/history';
import type { AuditView } from '#lib/audit/view';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { keyIdField } from '#lib/keys/fields';
import { findKey } from '#lib/keys/row';
import { type KeyView, keyView } from '#lib/keys/view';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const showKeyInput = z.strictObject({ keyId: keyIdField });

/** A key with what happened to it, the newest first. */
export const showKey = defineVerb({
  name: null,
  can: 'api_key.read',
  input: showKeyInput,
  run: async (ctx, { keyId }): Promise<Result<KeyView & { readonly history: AuditView[] }>> => {
    const [row, now, history] = await Promise.all([
      findKey(db(), ctx.organizationId, keyId),
      databaseNow(db()),
      historyOf(ctx, keyId),
    ]);
    return row === null ? notFound('key') : done({ ...keyView(row, now), history });
  },
});
