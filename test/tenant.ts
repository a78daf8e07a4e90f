import type { Role } from '#lib/auth/policy';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { createOrganization } from '#lib/orgs/create';
import type { Result } from '#lib/result';

/** An organization with one person per role. */
export type Tenant = {
  readonly organizationId: string;
  /** The context of a signed-in person with this role. */
  readonly as: (role: Role) => Context;
};

/** The hash of a password that nobody knows. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$28I5UMrh4xRoQ6FVMyc3jQ$zM+rIW4CfDeLSMRxQurlJAunIbKfwji8THm6/ch2Q4Q';
const origin = { ip: '203.0.113.9', userAgent: 'test', requestId: 'req_test' };

/** The operator's context in an organization, or in none. */
export function asOperator(organizationId = ''): Context {
  return { organizationId, actor: { kind: 'operator', label: 'operator' }, origin };
}

/** Makes an organization on the pro plan with a member and a live session for every role. */
export async function makeTenant(name = 'Acme'): Promise<Tenant> {
  const made = await createOrganization(asOperator(), { name, plan: 'pro', owner: null });
  const { id: organizationId } = dataOf(made);
  const contexts = new Map<Role, Context>();
  for (const role of ['owner', 'admin', 'developer', 'billing', 'viewer'] as const) {
    contexts.set(role, await addMember(organizationId, role));
  }
  const as = (role: Role) => {
    const ctx = contexts.get(role);
    if (ctx === undefined) throw new Error(`no member is ${role}`);
    return ctx;
  };
  return { organizationId, as };
}

/** Adds a person with a session; their password works for nobody. */
export async function addMember(organizationId: string, role: Role): Promise<Context> {
  const id = newId('usr');
  const sessionId = newId('uss');
  const label = `${id.toLowerCase()}@example.com`;
  const expiresAt = new Date(Date.now() + 12 * 3_600_000);
  await db().user.create({
    data: {
      id,
      email: label,
      emailProvenAt: new Date(),
      name: `The ${role}`,
      passwordHash: NOBODYS,
      memberships: { create: { organizationId, role } },
      sessions: { create: { id: sessionId, organizationId, expiresAt, ip: '', userAgent: '' } },
    },
  });
  return { organizationId, actor: { kind: 'user', id, label, role, sessionId }, origin };
}

/** The data of a success; a refusal fails the test with its message. */
export function dataOf<T>(result: Result<T>): T {
  if (result.ok) return result.data;
  throw new Error(`refused: ${JSON.stringify(result.denial)}`);
}

/** The code of a refusal, or `done`. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'done' : result.denial.code;
}
