import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { normalizeEmail } from '#lib/auth/email';
import { openSession } from '#lib/auth/open-session';
import { verifyPassword } from '#lib/auth/password';
import { LONGEST_PASSWORD } from '#lib/auth/password-rules';
import { admitSignIn, forgiveSignIn } from '#lib/auth/throttle';
import type { CallOrigin, Context } from '#lib/context';
import { db } from '#lib/db/prisma';

export type SignInResult =
  | { readonly ok: true; readonly sessionId: string }
  /** Wrong e-mail address, wrong password, disabled or without an organization: one answer. */
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'rate_limited'; readonly retryAfter: number };

const credentials = z.object({ email: z.string(), password: z.string() });

/** Checks an e-mail address and a password and opens a session. Unknown and wrong do the same work. */
export async function signIn(raw: unknown, origin: CallOrigin): Promise<SignInResult> {
  const parsed = credentials.safeParse(raw);
  if (!parsed.success) return { ok: false, reason: 'wrong' };
  const { password } = parsed.data;
  const email = normalizeEmail(parsed.data.email);
  const counted = email ?? parsed.data.email.slice(0, 256);
  const retryAfter = await admitSignIn(counted, origin.ip);
  if (retryAfter !== null) return { ok: false, reason: 'rate_limited', retryAfter };

  const user = await findUser(email);
  const tooLong = Buffer.byteLength(password) > LONGEST_PASSWORD;
  const matches = await verifyPassword(user?.passwordHash ?? null, tooLong ? '' : password);
  const membership = user?.memberships[0];
  if (!matches || user === null || user.disabledAt !== null || membership === undefined) {
    await noteRefusal(user, membership?.organizationId ?? '', origin);
    return { ok: false, reason: 'wrong' };
  }
  const { organizationId, role } = membership;
  const ctx: Context = {
    organizationId,
    actor: { kind: 'user', id: user.id, label: user.email, role },
    origin,
  };
  const sessionId = await db().$transaction(async (tx) => {
    const id = await openSession(tx, { userId: user.id, organizationId }, origin);
    await recordAudit(tx, ctx, { action: 'session.open', targetId: id, targetLabel: user.email });
    return id;
  });
  await forgiveSignIn(counted, origin.ip);
  return { ok: true, sessionId };
}

function findUser(email: string | null) {
  return db().user.findUnique({
    // An address that cannot exist is looked up too: the same work.
    where: { email: email ?? '' },
    include: {
      memberships: { orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }], take: 1 },
    },
  });
}

/** What was typed is not kept: people type passwords into the wrong field. */
async function noteRefusal(
  user: { id: string; email: string } | null,
  organizationId: string,
  origin: CallOrigin,
): Promise<void> {
  await recordAudit(
    db(),
    { organizationId, actor: { kind: 'system', label: 'sign-in' }, origin },
    {
      action: 'session.open',
      outcome: 'refused',
      ...(user === null ? {} : { targetId: user.id, targetLabel: user.email }),
    },
  );
}
