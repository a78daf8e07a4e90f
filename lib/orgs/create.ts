import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { emailField } from '#lib/auth/email';
import { hashPassword, verifyPassword } from '#lib/auth/password';
import { passwordField, passwordProblem } from '#lib/auth/password-rules';
import type { Context } from '#lib/context';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { nameField } from '#lib/fields';
import { newId } from '#lib/ids';
import { insertOrganization } from '#lib/orgs/insert';
import { type OrganizationView, organizationView } from '#lib/orgs/view';
import { denied, done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const createOrganizationInput = z.strictObject({
  name: nameField,
  plan: z.enum(['free', 'starter', 'pro', 'enterprise']),
  /** A person who becomes the owner; made when there is none with this address. */
  owner: z.strictObject({ email: emailField, password: passwordField.nullable() }).nullable(),
});

type Owner = NonNullable<z.output<typeof createOrganizationInput>['owner']>;
type NewUser = { readonly email: string; readonly passwordHash: string };

/** Makes an organization with its credit accounts, and its owner where one is given. */
export const createOrganization = defineVerb({
  name: 'organization.create',
  can: 'operator',
  input: createOrganizationInput,
  run: async (ctx, { name, plan, owner }): Promise<Result<OrganizationView>> => {
    const ready = owner === null ? done(null) : await prepareOwner(owner, name);
    if (!ready.ok) return ready;
    return db().$transaction(async (tx) => {
      const organization = await insertOrganization(tx, ctx, { name, plan });
      if (ready.data !== null) await addOwner(tx, ctx, organization.id, ready.data);
      return done(organizationView(organization));
    });
  },
});

/** The existing person's id, or what a new one needs. */
async function prepareOwner(owner: Owner, organization: string): Promise<Result<string | NewUser>> {
  const { email, password } = owner;
  const user = await db().user.findUnique({ where: { email } });
  if (user !== null) {
    const known = password === null || (await verifyPassword(user.passwordHash, password));
    return known
      ? done(user.id)
      : denied(
          'conflict',
          `${email} has an account with another password; leave the password out.`,
        );
  }
  if (password === null) {
    return denied('invalid_input', `There is no account ${email} yet, so it needs a password.`);
  }
  const problem = await passwordProblem(password, [email, organization]);
  if (problem !== null) return denied('invalid_input', `The owner's password: ${problem}`);
  return done({ email, passwordHash: await hashPassword(password) });
}

async function addOwner(tx: Tx, ctx: Context, organizationId: string, owner: string | NewUser) {
  const userId = typeof owner === 'string' ? owner : newId('usr');
  if (typeof owner !== 'string') {
    const { email, passwordHash } = owner;
    const emailProvenAt = await databaseNow(tx);
    await tx.user.create({ data: { id: userId, email, emailProvenAt, passwordHash, name: email } });
    await recordAudit(tx, ctx, {
      action: 'user.create',
      organizationId,
      targetId: userId,
      targetLabel: email,
    });
  }
  await tx.membership.create({ data: { organizationId, userId, role: 'owner' } });
  await recordAudit(tx, ctx, {
    action: 'member.add',
    organizationId,
    targetId: userId,
    after: { role: 'owner' },
  });
}
