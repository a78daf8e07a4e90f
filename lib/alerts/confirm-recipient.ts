import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { CallOrigin, Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { denied, done, type Result } from '#lib/result';
import { invalid } from '#lib/verb';
import { recipientTokenHash } from './recipient-token.ts';

export const confirmRecipientInput = z.strictObject({ token: z.string().max(200) });

/** Confirms the address that a link was sent to, once. Needs no session: the token came to that address alone. */
export async function confirmRecipient(
  raw: z.input<typeof confirmRecipientInput>,
  origin: CallOrigin,
): Promise<Result<{ organization: string }>> {
  const parsed = confirmRecipientInput.safeParse(raw);
  if (!parsed.success) return invalid(parsed.error);
  const hash = recipientTokenHash(parsed.data.token);
  if (hash === null) return over();
  return db().$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; name: string; email: string }[]>`
      UPDATE alert_recipients a SET confirmed_at = now(), token_hash = NULL, token_expires_at = NULL, ask_due_at = NULL
      FROM organizations o WHERE a.token_hash = ${hash} AND a.token_expires_at > now() AND o.id = a.organization_id
      RETURNING o.id, o.name, a.email`;
    const [confirmed] = rows;
    if (confirmed === undefined) return over();
    const { id: organizationId, name: organization, email } = confirmed;
    const ctx: Context = { organizationId, actor: { kind: 'system', label: email }, origin };
    await recordAudit(tx, ctx, { action: 'alert_recipient.confirm', targetLabel: email });
    return done({ organization });
  });
}

/** The one answer to a token that is wrong, used or too old. */
function over() {
  return denied(
    'not_found',
    'This link was used already, or is too old. Whoever added your address can send another one.',
  );
}
