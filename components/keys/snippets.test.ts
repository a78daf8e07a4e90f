import { expect, test } from 'vitest';
import { curlLine, envFile, envFileName, envLine, snippetsFor } from './snippets.ts';

const secret = 'sk_test_abc';
const baseUrl = 'http://localhost:4001';

test('the curl line creates a session where the key may, else asks who it is', () => {
  expect(curlLine(secret, baseUrl, true)).toContain(`POST ${baseUrl}/v1/sessions`);
  expect(curlLine(secret, baseUrl, false)).toBe(
    `curl -i ${baseUrl}/v1/me \\\n  -H "Authorization: Bearer ${secret}"`,
  );
});

test('every form of the secret holds it exactly once', () => {
  for (const snippet of snippetsFor(secret, baseUrl, true)) {
    expect(snippet.text.split(secret)).toHaveLength(2);
  }
  expect(envLine(secret).endsWith(`=${secret}`)).toBe(true);
});

test('several keys make a .env file in which each has a variable of its own', () => {
  const names = ['Check-out №1', 'check out no1', '🔑', 'A=B # C'];
  const keys = names.map((name, at) => ({ name, secret: `sk_test_${at}` }));
  expect(envFile(keys).split('\n')).toEqual([
    '# Check-out №1',
    'PORTAL_API_KEY_CHECK_OUT_NO1=sk_test_0',
    '# check out no1',
    'PORTAL_API_KEY_CHECK_OUT_NO1_2=sk_test_1',
    '# 🔑',
    'PORTAL_API_KEY_3=sk_test_2',
    '# A=B # C',
    'PORTAL_API_KEY_A_B_C=sk_test_3',
    '',
  ]);
});

test.each([
  ['Production server', 'production-server.env'],
  ['../../etc/passwd', 'etc-passwd.env'],
  ['Zürich №1', 'zu-rich-no1.env'],
  ['🔑', 'api-key.env'],
])('%s is downloaded as %s', (name, file) => {
  expect(envFileName(name)).toBe(file);
});
