import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { normalizeEmail } from '#lib/auth/email';
import { openSession } from '#lib/auth/open-session';
import { verifyPassword } from '#lib/auth/password';
import { LONGEST_PASSWORD } from '#lib/auth/password-rules';
import { admitSignIn, forgiveSignIn } from '#lib/auth/throttle';
import type { CallOrigin } from '#lib/context';
import type { Role } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';

export type SignInResult =
  | { readonly ok: true; readonly sessionId: string }
  /** Wrong e-mail address, wrong password, disabled or without an organization: one answer. */
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'rate_limited'; readonly retryAfter: number };

/** Somebody with an account, and the first organization they joined, if any. */
type Person = {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly disabledAt: Date | null;
  readonly organizationId: string | null;
  readonly role: Role | null;
};

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

  const person = await findPerson(email);
  const tooLong = Buffer.byteLength(password) > LONGEST_PASSWORD;
  const matches = await verifyPassword(person?.passwordHash ?? null, tooLong ? '' : password);
  const sessionId = matches && person !== null ? await open(person, origin) : null;
  if (sessionId === null) {
    await noteRefusal(person, origin);
    return { ok: false, reason: 'wrong' };
  }
  await forgiveSignIn(counted, origin.ip);
  return { ok: true, sessionId };
}

/** One statement for anybody; an address that cannot exist is looked up too. */
async function findPerson(email: string | null): Promise<Person | null> {
  const rows = await db().$queryRaw<Person[]>`
    SELECT u.id, u.email, u.password_hash AS "passwordHash", u.disabled_at AS "disabledAt",
      m.organization_id AS "organizationId", m.role
    FROM users u
    LEFT JOIN LATERAL (
      SELECT * FROM memberships WHERE user_id = u.id ORDER BY created_at, organization_id LIMIT 1
    ) m ON TRUE
    WHERE u.email = ${email ?? ''}`;
  return rows[0] ?? null;
}

/**
 * Opens a session for somebody whose password matched; null when they may not sign in. Between the
 * look-up and now the password may have been changed, which ended every session but not this one: so
 * it is checked again, under a lock that makes a change wait until it sees the new session.
 */
async function open(person: Person, origin: CallOrigin): Promise<string | null> {
  const { id: userId, email, organizationId, role } = person;
  if (person.disabledAt !== null || organizationId === null || role === null) return null;
  const actor = { kind: 'user', id: userId, label: email, role } as const;
  return db().$transaction(async (tx) => {
    const unchanged = await tx.$queryRaw<unknown[]>`
      SELECT id FROM users
      WHERE id = ${userId} AND password_hash = ${person.passwordHash} AND disabled_at IS NULL
      FOR SHARE`;
    if (unchanged.length === 0) return null;
    const id = await openSession(tx, { userId, organizationId }, origin);
    const ctx = { organizationId, actor, origin };
    await recordAudit(tx, ctx, { action: 'session.open', targetId: id, targetLabel: email });
    return id;
  });
}

/** What was typed is not kept: people type passwords into the wrong field. */
async function noteRefusal(person: Person | null, origin: CallOrigin): Promise<void> {
  const organizationId = person?.organizationId ?? '';
  await recordAudit(
    db(),
    { organizationId, actor: { kind: 'system', label: 'sign-in' }, origin },
    {
      action: 'session.open',
      outcome: 'refused',
      ...(person === null ? {} : { targetId: person.id, targetLabel: person.email }),
    },
  );
}
