import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashPassword } from '#lib/auth/password';
import type { Role } from '#lib/auth/policy';
import { cookieName, sealSession } from '#lib/auth/session-cookie';
import { closeThrottles } from '#lib/auth/throttle';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { env, resetEnv } from '#lib/env';
import { closeAsking } from '#lib/gates/ask';
import { newId, timeOfId } from '#lib/ids';
import { rotateKey } from '#lib/keys/rotate';
import { ensurePartitions } from '#lib/usage/partitions';
import { makeFiringAlert, makeWaitingChannel } from '#test/alerts';
import { makeKey } from '#test/api-key';
import { ownerPool } from '#test/database';
import { recordCalls } from '#test/logged-calls';
import { STRIPE_KEY, STRIPE_WEBHOOK_SECRET, StripeServer } from '#test/stripe-server';
import { changedSince, everyRow, type TableRow } from '#test/tables';
import { addMember, asOperator, codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { type MatrixRow, matrix, type Targets } from '#test/verb-matrix';
import { type AnyVerb, everyAction, everyVerb, isAction } from '#test/verbs';
import { seedDelivery } from '#test/webhooks';

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = request.cookies.get(name);
      return value === undefined ? undefined : { name, value };
    },
    set: () => undefined,
  }),
}));

const PASSWORD = 'an owner with a long passphrase';
const verbs = await everyVerb();
const actions = await everyAction();
const ids = /\b(?:org|usr|uss|key|acct|sess|arl|alt|ach|wh|whd)_[0-9A-Z]{26}\b/g;
/** Who takes the money, for the verb that asks for some. */
const stripe = new StripeServer();
let passwordHash: string;
let attackerTenant: Tenant;
let victimTenant: Tenant;
let secondOrganizationId: string;

beforeAll(async () => {
  vi.stubEnv('STRIPE_SECRET_KEY', STRIPE_KEY);
  vi.stubEnv('STRIPE_WEBHOOK_SECRET', STRIPE_WEBHOOK_SECRET);
  vi.stubEnv('STRIPE_API_URL', await stripe.listen());
  resetEnv();
  passwordHash = await hashPassword(PASSWORD);
  attackerTenant = await makeTenant('Attacker');
  victimTenant = await makeTenant('Victim');
  secondOrganizationId = (await makeTenant('Second')).organizationId;
  await ensurePartitions(ownerPool(), Date.now());
});
afterAll(async () => {
  await Promise.all([closeThrottles(), closeAsking(), stripe.close()]);
});

/** The owner of an organization, and what belongs to it. */
type Party = { readonly owner: Context; readonly id: string; readonly targets: Targets };

/** Everything that an input of the matrix may name, made anew. */
async function makeTargets(tenant: Tenant): Promise<Party> {
  const owner = await addMember(tenant.organizationId, 'owner');
  const userId = owner.actor.kind === 'user' ? owner.actor.id : '';
  await db().user.update({ where: { id: userId }, data: { passwordHash } });
  await db().membership.create({
    data: { organizationId: secondOrganizationId, userId, role: 'viewer' },
  });
  const sessionId = newId('uss');
  const expiresAt = new Date(Date.now() + 3_600_000);
  const session = { id: sessionId, userId, expiresAt, ip: '', userAgent: '' };
  await db().userSession.create({
    data: { ...session, organizationId: tenant.organizationId },
  });
  const { key } = await makeKey(owner);
  const { key: retiring } = await makeKey(owner);
  dataOf(await rotateKey(owner, { keyId: retiring.id, overlapSeconds: 3600 }));
  return {
    owner,
    id: userId,
    targets: {
      organizationId: tenant.organizationId,
      keyId: key.id,
      retiringKeyId: retiring.id,
      sessionId,
      email: owner.actor.label,
      password: PASSWORD,
      requestId: await logRequest(tenant.organizationId),
      secondOrganizationId,
      ...(await makeFiringAlert(tenant.organizationId)),
      waitingChannelId: await makeWaitingChannel(tenant.organizationId),
      ...(await seedDelivery(tenant.organizationId)),
    },
  };
}

async function logRequest(organizationId: string): Promise<string> {
  const id = newId('req');
  await recordCalls(ownerPool(), [
    {
      id,
      at: timeOfId(id),
      organizationId,
      environment: 'live',
      keyId: newId('key'),
      route: null,
      status: 200,
      code: null,
    },
  ]);
  return id;
}

function verbOf(name: string): AnyVerb {
  const verb = verbs.get(name);
  if (verb === undefined) throw new Error(`no verb is called ${name}`);
  return verb;
}

/** The rows that belong to a tenant: those that name one of its ids. */
function rowsOf(rows: readonly TableRow[], own: ReadonlySet<string>): string[] {
  return rows
    .filter((row) => [...row.text.matchAll(ids)].some(([id]) => own.has(id)))
    .map((row) => `${row.table} ${row.text}`);
}

test('every verb has a row in the matrix, and every row a verb', () => {
  expect([...verbs.keys()].sort()).toEqual(Object.keys(matrix).sort());
});

test('every export of a "use server" file was made by defineAction, of a verb in the matrix', () => {
  expect(actions.size).toBeGreaterThan(5);
  for (const [name, action] of actions) {
    expect(isAction(action), name).toBe(true);
    if (!isAction(action) || action.verb === null) continue;
    expect([...verbs.values()], name).toContain(action.verb);
  }
  const open = [...actions].filter(([, action]) => isAction(action) && action.verb === null);
  expect(open.map(([name]) => name)).toEqual([
    'signUpAction',
    'confirmRecipientAction',
    'withdrawRecipientAction',
  ]);
});

describe.each(Object.entries(matrix))('%s', (name, row: MatrixRow) => {
  const verb = verbOf(name);
  let attacker: Party;
  let victim: Party;

  beforeAll(async () => {
    victim = await makeTargets(victimTenant);
  });
  beforeEach(async () => {
    attacker = await makeTargets(attackerTenant);
  });

  /** The victim's ids; of organizations, the one that the attacker has no part in. */
  function foreignTargets(): Targets {
    return { ...victim.targets, secondOrganizationId: victim.targets.organizationId };
  }

  async function expectNothingForeign(call: () => Promise<string>, code: string): Promise<void> {
    const { secondOrganizationId: _, ...targets } = victim.targets;
    const theirs = new Set(Object.values(targets));
    const before = rowsOf(await everyRow(), theirs);
    expect(before.length).toBeGreaterThan(8);
    expect(await call()).toBe(code);
    const after = rowsOf(await everyRow(), theirs);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    // The attacker's own audit log may name what was refused.
    const added = after.filter((line) => !before.includes(line) && !line.includes(attacker.id));
    expect(added).toEqual([]);
  }

  test('touches nothing of another organization', async () => {
    const code = row.foreign === 'own' ? 'done' : row.foreign;
    const input = row.input(row.foreign === 'own' ? attacker.targets : foreignTargets());
    await expectNothingForeign(async () => codeOf(await verb(attacker.owner, input)), code);
  });

  test('says the same of a foreign id as of one that does not exist', async () => {
    if (row.foreign !== 'not_found') return;
    const none: Targets = {
      ...victim.targets,
      keyId: newId('key'),
      retiringKeyId: newId('key'),
      sessionId: newId('uss'),
      secondOrganizationId: newId('org'),
      ruleId: newId('arl'),
      channelId: newId('ach'),
      alertId: newId('alt'),
      waitingChannelId: newId('ach'),
    };
    const foreign = await verb(attacker.owner, row.input(foreignTargets()));
    expect(foreign).toEqual(await verb(attacker.owner, row.input(none)));
  });

  test('is for exactly the roles of the policy', async () => {
    const allowed: Role[] = [];
    for (const role of ['owner', 'admin', 'developer', 'billing', 'viewer'] as const) {
      const code = codeOf(await verb(victimTenant.as(role), row.input(attacker.targets)));
      if (code !== 'forbidden') allowed.push(role);
    }
    expect(allowed).toEqual(row.roles);
  });

  test('writes its audit event in the transaction of its change', async () => {
    const { owner, targets } = victim;
    const ctx = row.foreign === 'forbidden' ? asOperator(targets.organizationId) : owner;
    const before = await everyRow();
    expect(codeOf(await verb(ctx, row.input(targets)))).toBe('done');
    const changed = changedSince(before, await everyRow()).filter(
      (line) => line.table !== 'sign_in_throttles',
    );
    const audits = changed.filter((line) => line.table === 'audit_events');
    if (verb.verb.name === null) return expect(changed).toEqual([]);
    expect(audits.length).toBeGreaterThan(0);
    const audited = new Set(audits.map((line) => line.xmin));
    expect(changed.filter((line) => !audited.has(line.xmin))).toEqual([]);
    expect(audits.some((line) => line.text.includes(`"action": "${verb.verb.name}"`))).toBe(true);
    expect(audits.every((line) => line.text.includes('"outcome": "done"'))).toBe(true);
  });

  test('notes a refused attempt in the audit log', async () => {
    if (verb.verb.name === null || row.foreign === 'own') return;
    const before = await everyRow();
    await verb(attacker.owner, row.input(foreignTargets()));
    const changed = changedSince(before, await everyRow());
    expect(changed.map((line) => line.table)).toEqual(['audit_events']);
    expect(changed[0]?.text).toContain('"outcome": "refused"');
    expect(changed[0]?.text).toContain(`"action": "${verb.verb.name}"`);
  });

  test('its server actions touch nothing of another organization either', async () => {
    const action = [...actions.values()].filter(isAction).find((one) => one.verb === verb);
    if (action === undefined) return;
    const { actor } = attacker.owner;
    const sessionId = actor.kind === 'user' ? (actor.sessionId ?? '') : '';
    request.headers = new Headers({ origin: env().portalUrl });
    request.cookies = new Map([[cookieName(), await sealSession(sessionId)]]);
    const code = row.foreign === 'own' ? 'done' : row.foreign;
    const input = row.input(row.foreign === 'own' ? attacker.targets : foreignTargets());
    await expectNothingForeign(async () => codeOf(await action(input)), code);
  });
});
