import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { CallOrigin, Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { denied, done, type Result } from '#lib/result';
import { invalid } from '#lib/verb';
import { readWithdrawal } from './withdrawal.ts';

const withdrawRecipientInput = z.strictObject({
  token: z.string(),
  /** False takes alerts up again: its owner alone has the link. */
  withdraw: z.boolean(),
});

/** Has an organization's alerts reach an address no more. Needs no session: the token went to that address alone. */
export async function withdrawRecipient(
  raw: z.input<typeof withdrawRecipientInput>,
  origin: CallOrigin,
): Promise<Result<{ organization: string }>> {
  const parsed = withdrawRecipientInput.safeParse(raw);
  if (!parsed.success) return invalid(parsed.error);
  const { token, withdraw } = parsed.data;
  const whose = readWithdrawal(token);
  if (whose === null) return unknown();
  const { organizationId, email } = whose;
  return db().$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ name: string; changed: boolean }[]>`
      WITH before AS (
        SELECT withdrawn_at FROM alert_recipients
        WHERE organization_id = ${organizationId} AND email = ${email} FOR UPDATE)
      UPDATE alert_recipients a SET withdrawn_at = CASE WHEN ${withdraw} THEN coalesce(a.withdrawn_at, now()) END,
        token_hash = NULL, token_expires_at = NULL, ask_due_at = NULL
      FROM organizations o, before b
      WHERE a.organization_id = ${organizationId} AND a.email = ${email} AND o.id = a.organization_id
      RETURNING o.name, (b.withdrawn_at IS NULL) = ${withdraw} AS changed`;
    const [row] = rows;
    if (row === undefined) return unknown();
    const ctx: Context = { organizationId, actor: { kind: 'system', label: email }, origin };
    const action = withdraw ? 'alert_recipient.withdraw' : 'alert_recipient.resume';
    if (row.changed) await recordAudit(tx, ctx, { action, targetLabel: email });
    return done({ organization: row.name });
  });
}

function unknown() {
  return denied('not_found', 'This link is not whole. Open it from the mail again.');
}
