import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { emailField } from '#lib/auth/email';
import { hashPassword } from '#lib/auth/password';
import { passwordField, passwordProblem } from '#lib/auth/password-rules';
import { admitSignUp } from '#lib/auth/throttle';
import { clock } from '#lib/clock';
import type { CallOrigin, Context } from '#lib/context';
import { Prisma } from '#lib/db/generated/client';
import { db } from '#lib/db/prisma';
import { nameField } from '#lib/fields';
import { newId } from '#lib/ids';
import { insertOrganization } from '#lib/orgs/insert';
import { denied, done, type Result } from '#lib/result';
import { invalid } from '#lib/verb';

export const signUpInput = z.strictObject({
  name: nameField,
  email: emailField,
  password: passwordField,
  organizationName: nameField,
});

/** No answer comes earlier, so that its time does not tell whether rows were written. */
const ANSWER_AFTER_MS = 300;

/**
 * Makes a person, their organization as its owner, and both credit accounts. The answer is the same
 * when the address already has an account, which stays as it is: whoever owns it can sign in.
 */
export async function signUp(
  raw: z.input<typeof signUpInput>,
  origin: CallOrigin,
): Promise<Result<{ email: string }>> {
  const parsed = signUpInput.safeParse(raw);
  if (!parsed.success) return invalid(parsed.error);
  const { name, email, password, organizationName } = parsed.data;
  const problem = await passwordProblem(password, [name, email, organizationName]);
  if (problem !== null) return denied('invalid_input', problem, { password: problem });
  const wait = await admitSignUp(origin.ip);
  if (wait !== null) return denied('rate_limited', `Too many sign-ups. Wait ${wait} seconds.`);

  const started = clock.elapsed();
  const passwordHash = await hashPassword(password);
  await insert({ name, email, passwordHash, organizationName }, origin);
  await pause(Math.max(0, started + ANSWER_AFTER_MS - clock.elapsed()));
  return done({ email });
}

async function insert(
  person: { name: string; email: string; passwordHash: string; organizationName: string },
  origin: CallOrigin,
): Promise<void> {
  const { name, email, passwordHash, organizationName } = person;
  const id = newId('usr');
  const actor = { kind: 'user', id, label: email, role: 'owner' } as const;
  const ctx: Context = { organizationId: '', actor, origin };
  try {
    await db().$transaction(async (tx) => {
      await tx.user.create({ data: { id, email, name, passwordHash } });
      const { id: organizationId } = await insertOrganization(tx, ctx, {
        name: organizationName,
        plan: 'free',
      });
      await tx.membership.create({ data: { organizationId, userId: id, role: 'owner' } });
      await recordAudit(tx, ctx, {
        action: 'user.sign_up',
        organizationId,
        targetId: id,
        targetLabel: email,
        after: { name, role: 'owner' },
      });
    });
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    if (!taken) throw error;
  }
}
