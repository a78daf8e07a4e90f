import { z } from 'zod';
import { keyNames } from '#lib/alerts/list-alerts';
import { type AlertView, alertView } from '#lib/alerts/view';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const showAlertInput = z.strictObject({ alertId: idField('alt') });

/** One alert of the organization, firing or over. */
export const showAlert = defineVerb({
  name: null,
  can: 'alert.read',
  input: showAlertInput,
  target: (input) => input.alertId,
  run: async ({ organizationId }, { alertId }): Promise<Result<AlertView>> => {
    const row = await db().alert.findUnique({
      where: { id: alertId, organizationId },
      include: { rule: true },
    });
    if (row === null) return notFound('alert');
    const now = await databaseNow(db());
    return done(alertView(row, await keyNames(organizationId, [row]), now));
  },
});
