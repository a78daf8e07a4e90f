import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { countField, environmentField, noteField } from '#lib/fields';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { actorOf, findAccountId } from './find-account.ts';
import { lockAccount } from './lock-account.ts';
import { addPurchased } from './post.ts';
import { savePosting } from './save-posting.ts';

export const grantCreditsInput = z.strictObject({
  environment: environmentField,
  amount: countField,
  note: noteField,
});

/** Adds credits that do not lapse, as a gift of the operator's. */
export const grantCredits = defineVerb({
  name: 'credits.grant',
  can: 'operator',
  input: grantCreditsInput,
  run: async (ctx, { environment, amount, note }): Promise<Result<{ balance: number }>> =>
    db().$transaction(async (tx) => {
      const id = await findAccountId(tx, ctx.organizationId, environment);
      const account = id === null ? null : await lockAccount(tx, id);
      if (account === null) return notFound('organization');
      const posting = addPurchased(account, 'operator_grant', amount);
      if (posting === null) return denied('invalid_input', 'The balance would become too large.');
      await savePosting(tx, posting, { actor: actorOf(ctx), note });
      await recordAudit(tx, ctx, {
        action: 'credits.grant',
        targetId: account.id,
        targetLabel: environment,
        before: { balance: account.balance },
        after: { balance: posting.account.balance, amount, note },
      });
      return done({ balance: posting.account.balance });
    }),
});
