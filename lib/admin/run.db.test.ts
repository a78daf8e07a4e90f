import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { signIn } from '#lib/auth/sign-in';
import { closeThrottles } from '#lib/auth/throttle';
import { verifyPeppers } from '#lib/db/peppers';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { parseKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { runAdmin } from './run.ts';

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
let out = '';
let err = '';

beforeAll(() => verifyPeppers());
beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeThrottles();
});

/** Runs a command with --json and gives what it printed, parsed. */
async function run(line: string, ...values: string[]) {
  out = '';
  const status = await runAdmin([...line.split(' '), ...values, '--json']);
  expect(err).toBe('');
  expect(status).toBe(0);
  return JSON.parse(out);
}

/** Runs a command that must fail with this status and one sentence, and no word on stdout. */
async function refuse(line: string, ...values: string[]): Promise<string> {
  err = '';
  out = '';
  const status = await runAdmin([...line.split(' '), ...values, '--json']);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(/^[^\n]+[.?!)]\n$/);
  return err;
}

const makeOrg = async () => (await run('org create --name Acme --plan pro')).id as string;

describe('org', () => {
  test('create gives an organization with both accounts', async () => {
    const org = await run('org create --name Acme --plan starter');
    expect(org).toMatchObject({
      id: expect.stringMatching(/^org_/),
      name: 'Acme',
      plan: 'starter',
      status: 'active',
      limits: { requestsPerMinute: 120, concurrentSessions: 10, creditsPerPeriod: 1000 },
    });
    const accounts = await db().creditAccount.findMany({ where: { organizationId: org.id } });
    expect(accounts.map((account) => account.balance)).toEqual([1000, 1000]);
    const event = await db().auditEvent.findFirstOrThrow({ where: { targetId: org.id } });
    expect(event).toMatchObject({
      actorKind: 'operator',
      actorLabel: 'operator',
      action: 'organization.create',
      organizationId: org.id,
    });
  });

  test('create makes the owner, who can sign in, and takes an existing one', async () => {
    const email = `${newId('usr').toLowerCase()}@example.com`;
    const password = 'the owner’s passphrase';
    const create = 'org create --name Acme --plan free --owner-email';
    const org = await run(create, email, '--owner-password', password);
    expect(await signIn({ email, password }, origin)).toMatchObject({ ok: true });
    const second = await run(create, email.toUpperCase());
    const user = await db().user.findUniqueOrThrow({
      where: { email },
      include: { memberships: true },
    });
    expect(user.memberships.map((one) => one.organizationId).sort()).toEqual(
      [org.id, second.id].sort(),
    );
    await run(create, email, '--owner-password', password);
    expect(await refuse(create, email, '--owner-password', 'another passphrase')).toContain(email);
    expect(await refuse(create, 'nobody@example.com')).toContain('password');
    const weak = await refuse(create, 'new@example.com', '--owner-password', 'password123');
    expect(weak).toContain('among the first');
    expect(weak).not.toContain('password123');
  });

  test('set suspends with a receipt, and changes plan and limits', async () => {
    const id = await makeOrg();
    const suspended = await run('org set --status inactive --org', id);
    expect(suspended).toMatchObject({
      id,
      status: 'inactive',
      refusedSince: expect.stringMatching(/Z$/),
      gates: { expected: 0, confirmed: 0, unconfirmed: [] },
    });
    const changed = await run(
      'org set --status active --plan enterprise --rate-limit 7 --concurrent-sessions 3 --credits-per-period 0 --org',
      id,
    );
    expect(changed).toMatchObject({
      status: 'active',
      plan: 'enterprise',
      limits: { requestsPerMinute: 7, concurrentSessions: 3, creditsPerPeriod: 0 },
    });
    const back = await run('org set --rate-limit plan --org', id);
    expect(back.limits.requestsPerMinute).toBe(600);
    expect(await refuse('org set --org', id)).toContain('--status');
    expect(await refuse('org set --status inactive --org', newId('org'))).toContain('no such');
  });

  test('list knows every organization', async () => {
    const id = await makeOrg();
    const ids = (await run('org list')).map((org: { id: string }) => org.id);
    expect(ids).toContain(id);
  });
});

describe('key', () => {
  test('create prints id and secret, with every option', async () => {
    const org = await makeOrg();
    const plain = await run('key create --env live --name Backend --org', org);
    expect(parseKey(plain.secret)).toEqual({ environment: 'live' });
    expect(plain).toMatchObject({ id: expect.stringMatching(/^key_/), expiresAt: null });
    expect(plain.permissions).toHaveLength(6);

    const options =
      'key create --env test --name CI --permissions sessions:read,analysis:read --expires-in 2h --ip-allow 10.0.0.0/8,::1 --rate-limit 5 --org';
    const full = await run(options, org);
    expect(full).toMatchObject({
      environment: 'test',
      permissions: ['sessions:read', 'analysis:read'],
      ipAllowlist: ['10.0.0.0/8', '::1'],
      rateLimit: 5,
    });
    expect(Date.parse(full.expiresAt) - Date.parse(full.createdAt)).toBe(7_200_000);
    expect(
      (await run('key create --env live --name none --permissions= --org', org)).permissions,
    ).toEqual([]);
  });

  test('create refuses what cannot be', async () => {
    const org = await makeOrg();
    const create = `key create --env live --name Backend --org ${org}`;
    expect(await refuse(`${create} --permissions root`)).toContain('root');
    expect(await refuse(`${create} --expires-in soon`)).toContain('soon');
    expect(await refuse(`${create} --expires-in 0s`)).toContain('0s');
    expect(await refuse(`${create} --expires-in 9999d`)).toContain('expiresInSeconds');
    expect(await refuse(`${create} --ip-allow 300.0.0.1`)).toContain('ipAllowlist');
    expect(await refuse(`${create} --rate-limit 601`)).toContain('600');
    expect(await refuse(`${create} --rate-limit many`)).toContain('whole number');
    expect(await refuse('key create --env live --name Backend --org', newId('org'))).toContain(
      'no such',
    );
    expect(await refuse('key create --env live --name Backend --org', "x' OR 1=1")).toContain(
      'no such',
    );
    expect(await refuse(`key create --env prod --name Backend --org ${org}`)).toContain('prod');
    expect(await refuse(`key create --env live --org ${org}`)).toContain('--name');
  });

  test('revoke prints the receipt, again and again', async () => {
    const org = await makeOrg();
    const { id } = await run('key create --env live --name Backend --org', org);
    await ownerPool().query('UPDATE api_keys SET last_used_at = now() WHERE id = $1', [id]);
    const first = await run('key revoke --reason compromised --key', id);
    expect(first).toMatchObject({ id, gates: { expected: 0, confirmed: 0, unconfirmed: [] } });
    const second = await run('key revoke --reason other --key', id);
    expect(second.refusedSince).toBe(first.refusedSince);
    const event = await db().auditEvent.findFirstOrThrow({
      where: { targetId: id, action: 'api_key.revoke' },
    });
    expect(event).toMatchObject({ actorKind: 'operator', organizationId: org });
    expect(await refuse('key revoke --reason other --key', newId('key'))).toContain('no such');
    expect(await refuse('key revoke --reason bored --key', id)).toContain('bored');
  });

  test('list gives the keys of both environments, never a secret', async () => {
    const org = await makeOrg();
    const live = await run('key create --env live --name A --org', org);
    const sandbox = await run('key create --env test --name B --org', org);
    const all = await run('key list --org', org);
    expect(all.map((key: { id: string }) => key.id)).toEqual([live.id, sandbox.id]);
    expect(out).not.toContain(live.secret);
    expect(out).not.toContain('digest');
    expect(await run('key list --env test --org', org)).toHaveLength(1);
    expect(await refuse('key list --org', newId('org'))).toContain('no such');
  });
});

describe('credits and users', () => {
  test('grant and set move the balance', async () => {
    const org = await makeOrg();
    const place = `--env live --org ${org}`;
    expect(await run(`credits grant --amount 5 ${place}`)).toMatchObject({ balance: 10_005 });
    expect(await run(`credits set --balance 3 ${place}`)).toMatchObject({ balance: 3 });
    const entries = await db().creditEntry.findMany({
      where: { account: { organizationId: org, environment: 'live' } },
      orderBy: { sequence: 'asc' },
    });
    expect(entries.map((entry) => [entry.kind, entry.amount, entry.actor])).toEqual([
      ['included_grant', 10_000, 'system'],
      ['operator_grant', 5, 'operator'],
      ['adjustment', -10_002, 'operator'],
    ]);
    expect(await refuse(`credits grant --amount 0 ${place}`)).toContain('1 or more');
    expect(await refuse(`credits grant --amount -5 ${place}`)).toContain('whole number');
    expect(await refuse(`credits set --balance 1.5 ${place}`)).toContain('whole number');
    expect(await refuse('credits set --balance 1 --env live --org', newId('org'))).toContain(
      'no such',
    );
  });

  test('set-password, disable and enable', async () => {
    const email = `${newId('usr').toLowerCase()}@example.com`;
    const [first, second] = ['the first passphrase', 'the second passphrase'] as const;
    await run('org create --name A --plan free --owner-email', email, '--owner-password', first);
    await signIn({ email, password: first }, origin);
    const set = await run('user set-password --email', email, '--password', second);
    expect(set).toMatchObject({ email, endedSessions: 1 });
    expect(await signIn({ email, password: first }, origin)).toMatchObject({ ok: false });
    expect(await signIn({ email, password: second }, origin)).toMatchObject({ ok: true });
    await run('user disable --email', email);
    expect(await signIn({ email, password: second }, origin)).toMatchObject({ ok: false });
    await run('user enable --email', email);
    expect(await signIn({ email, password: second }, origin)).toMatchObject({ ok: true });
    expect(
      await refuse('user set-password --email', 'no@example.com', '--password', second),
    ).toContain('no such');
    expect(await refuse('user set-password --email', email, '--password', 'short')).toContain(
      'at least 8',
    );
  });
});

test('audit list tells what happened in an organization, the newest first', async () => {
  const org = await makeOrg();
  const { id } = await run('key create --env live --name Backend --org', org);
  const events = await run('audit list --org', org);
  expect(events.map((event: { action: string }) => event.action)).toEqual([
    'api_key.create',
    'organization.create',
  ]);
  expect(await run(`audit list --target ${id} --limit 1 --org`, org)).toMatchObject([
    { action: 'api_key.create', actorKind: 'operator', targetId: id, outcome: 'done' },
  ]);
  expect(await refuse('audit list --org', newId('org'))).toContain('no such');
});

describe('the command itself', () => {
  test.each(['', 'org', 'key', 'org destroy', 'org list --nope', 'nonsense', 'org list extra'])(
    'does not understand "%s"',
    async (line) => {
      const args = line === '' ? [] : line.split(' ');
      expect(await runAdmin(args)).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(/^[^\n]+[.?!)]\n$/);
    },
  );

  test('prints a table without --json', async () => {
    const id = await makeOrg();
    out = '';
    expect(await runAdmin(['org', 'list'])).toBe(0);
    expect(out).toMatch(/^ID +NAME +PLAN +STATUS +CREATEDAT\n/);
    expect(out).toContain(id);
    out = '';
    expect(await runAdmin(['key', 'list', '--org', id])).toBe(0);
    expect(out).toBe('None.\n');
  });

  test('help is no mistake', async () => {
    expect(await runAdmin(['--help'])).toBe(0);
    expect(out).toContain('org');
  });

  test('a fault ends with 1 and one sentence', async () => {
    await ownerPool().query('ALTER TABLE organizations RENAME TO away');
    try {
      expect(await runAdmin(['org', 'list', '--json'])).toBe(1);
    } finally {
      await ownerPool().query('ALTER TABLE away RENAME TO organizations');
    }
    expect(out).toBe('');
    expect(err).toMatch(/^The command failed: [^\n]+\n$/);
  });
});
