import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signIn } from '#lib/auth/sign-in';
import { closeThrottles } from '#lib/auth/throttle';
import { verifyPeppers } from '#lib/db/peppers';
import { newId } from '#lib/ids';
import { askAdmin, callAdmin } from '#test/admin-process';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';

vi.setConfig({ testTimeout: 60_000 });

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
let at: TestGate;
let org: string;

beforeAll(async () => {
  await verifyPeppers();
  at = await startTestGate();
  org = (await askAdmin('org create --name Acme --plan pro')).id;
}, 60_000);
afterAll(async () => {
  await at.gate.close();
  await closeThrottles();
});

test('a key made from the shell works at once, and once revoked is refused with a receipt', async () => {
  const made = await callAdmin([
    ...`key create --org ${org} --env live --json --name`.split(' '),
    'From the shell',
  ]);
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const { id, secret, name } = JSON.parse(made.stdout);
  expect(name).toBe('From the shell');
  expect((await callGate(at.live, '/v1/me', { key: secret })).status).toBe(200);

  const receipt = await askAdmin(`key revoke --key ${id} --reason compromised`);
  expect(receipt).toMatchObject({ id, gates: { expected: 1, confirmed: 1, unconfirmed: [] } });
  expect(Date.parse(receipt.refusedSince)).toBeGreaterThan(Date.now() - 60_000);
  const { error } = await callGate(at.live, '/v1/me', { key: secret });
  expect(error?.code).toBe('api_key_revoked');
});

test('bad arguments end with 2 and one sentence on stderr alone', async () => {
  for (const line of ['key', 'key create --env prod', `key list --org ${newId('org')}`]) {
    const answer = await callAdmin([...line.split(' '), '--json']);
    expect(answer, line).toMatchObject({ status: 2, stdout: '' });
    expect(answer.stderr, line).toMatch(/^[^\n]+[.?!)]\n$/);
  }
});

test('a password is read from standard input, and is in no argument', async () => {
  const email = `${newId('usr').toLowerCase()}@example.com`;
  const first = 'the first passphrase';
  const owner = ['--owner-email', email, '--owner-password', first];
  await callAdmin(['org', 'create', '--name', 'A', '--plan', 'free', ...owner]);
  const line = `user set-password --email ${email}`;
  const input = 'the second passphrase\nand a second line\n';
  expect(await askAdmin(line, { input })).toMatchObject({ email });
  expect(await signIn({ email, password: first }, origin)).toMatchObject({ ok: false });
  const password = 'the second passphrase';
  expect(await signIn({ email, password }, origin)).toMatchObject({ ok: true });
  expect(await callAdmin(line.split(' '))).toMatchObject({ status: 2, stdout: '' });
});
