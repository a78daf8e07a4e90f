import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { MAX_BALANCE } from './account.ts';
import { actorOf, findAccountId } from './find-account.ts';
import { lockAccount } from './lock-account.ts';
import { adjustTo } from './post.ts';
import { savePosting } from './save-posting.ts';

export const setBalanceInput = z.strictObject({
  environment: environmentField,
  balance: z.int('Enter a whole number.').min(0, 'Enter 0 or more.').max(MAX_BALANCE),
});

/** Moves the balance to an exact figure by one adjusting entry. */
export const setBalance = defineVerb({
  name: 'credits.adjust',
  can: 'operator',
  input: setBalanceInput,
  run: async (ctx, { environment, balance }): Promise<Result<{ balance: number }>> =>
    db().$transaction(async (tx) => {
      const id = await findAccountId(tx, ctx.organizationId, environment);
      const account = id === null ? null : await lockAccount(tx, id);
      if (account === null) return notFound('organization');
      const posting = adjustTo(account, balance);
      if (posting === null) return denied('invalid_input', 'This is no possible balance.');
      await savePosting(tx, posting, { actor: actorOf(ctx) });
      await recordAudit(tx, ctx, {
        action: 'credits.adjust',
        targetId: account.id,
        targetLabel: environment,
        before: { balance: account.balance },
        after: { balance },
      });
      return done({ balance });
    }),
});
