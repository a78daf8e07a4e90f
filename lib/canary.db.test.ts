import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { changePassword } from '#lib/auth/change-password';
import { setPassword } from '#lib/auth/set-password';
import { signIn } from '#lib/auth/sign-in';
import { signUp } from '#lib/auth/sign-up';
import { closeThrottles } from '#lib/auth/throttle';
import { db } from '#lib/db/prisma';
import { env } from '#lib/env';
import { closeAsking } from '#lib/gates/ask';
import { createKey, issueKey } from '#lib/keys/create';
import { editKey } from '#lib/keys/edit';
import { listKeys } from '#lib/keys/list';
import { revokeKey } from '#lib/keys/revoke';
import { rotateKey } from '#lib/keys/rotate';
import { showKey } from '#lib/keys/show';
import { keyDraft, makeKey } from '#test/api-key';
import { everyRow } from '#test/tables';
import { asOperator, dataOf, makeTenant } from '#test/tenant';

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };

afterAll(async () => {
  await Promise.all([closeThrottles(), closeAsking()]);
});

/** A secret in every spelling in which it could have been kept by mistake. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hashes = ['sha256', 'sha1', 'md5'].map((name) =>
    createHash(name).update(bytes).digest('hex'),
  );
  const parts = secret.startsWith('sk_') ? [secret.slice(8, 51)] : [];
  return [secret, ...parts, bytes.toString('hex'), bytes.toString('base64'), ...hashes];
}

test('no secret is in any table, and none in an answer after its first', async () => {
  const tenant = await makeTenant();
  const owner = tenant.as('owner');
  const operator = asOperator(tenant.organizationId);
  const secrets: string[] = [];
  const answers: unknown[] = [];
  for (let round = 0; round < 12; round++) {
    const { key, secret } = await makeKey(owner);
    const rotation = dataOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 60 }));
    const { expiresInDays: _, ...draft } = keyDraft({});
    const issued = dataOf(await issueKey(operator, { ...draft, expiresInSeconds: 5 }));
    secrets.push(secret, rotation.secret, issued.secret);
    const { environment: __, ...settings } = draft;
    answers.push(await editKey(owner, { keyId: rotation.key.id, ...settings }));
    answers.push(await revokeKey(owner, { keyId: key.id, reason: 'rotated' }));
    answers.push(await showKey(owner, { keyId: rotation.key.id }));
  }
  const nonce = crypto.randomUUID();
  secrets.push(dataOf(await createKey(owner, keyDraft({ nonce }))).secret);
  answers.push(await createKey(owner, keyDraft({ nonce })));
  answers.push(await listKeys(owner, { environment: 'live', limit: 100 }));

  const passwords = ['first passphrase of Ada', 'second passphrase of Ada', 'third one of Ada'];
  const [first = '', second = '', third = ''] = passwords;
  const email = 'ada@example.com';
  await signUp({ name: 'Ada', email, password: first, organizationName: 'Engines' }, origin);
  await signIn({ email, password: first }, origin);
  await signIn({ email: first, password: email }, origin);
  dataOf(await setPassword(operator, { email, password: second }));
  const user = await db().user.findUniqueOrThrow({ where: { email } });
  const actor = { kind: 'user', id: user.id, label: email, role: 'owner' } as const;
  await changePassword({ ...owner, actor }, { current: 'a wrong guess of Ada', next: third });
  dataOf(await changePassword({ ...owner, actor }, { current: second, next: third }));
  secrets.push(...passwords, 'a wrong guess of Ada');
  secrets.push(
    env().sessionSecret,
    ...[...env().peppers.values()].map((p) => p.toString('base64url')),
  );

  const kept = (await everyRow()).map((row) => `${row.table} ${row.text}`).join('\n');
  const told = JSON.stringify(answers);
  expect(kept.length).toBeGreaterThan(20_000);
  for (const secret of secrets) {
    for (const text of spellings(secret)) {
      expect(kept.includes(text)).toBe(false);
      expect(told.includes(text)).toBe(false);
    }
  }
  expect(told).not.toMatch(/digest|pepper/i);
});
