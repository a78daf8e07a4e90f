import { request as http, type IncomingHttpHeaders } from 'node:http';
import { db } from '#lib/db/prisma';
import { makeTenant } from '#test/tenant';
import { expect, sessionCookie, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { portalUrl } from './product.ts';

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };
type Call = { method?: string; headers?: Record<string, string> };

/** Over node:http, which neither follows a redirect nor makes a path nicer. */
function call(path: string, { method = 'GET', headers = {} }: Call = {}): Promise<Answer> {
  const { hostname, port } = new URL(portalUrl);
  return new Promise((resolve, reject) => {
    const sent = http({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject).end();
  });
}

test('security headers on pages, redirects, refusals and faults, and nothing is cached', async () => {
  const tenant = await makeTenant();
  const { name, value } = await sessionCookie(tenant, 'owner');
  const headers = { cookie: `${name}=${value}` };
  const { key } = await makeKey(await makeTenant('Globex'));
  // A time that no page can show, so that one page of this tenant alone fails.
  await db().$executeRaw`UPDATE credit_accounts SET period_start = '4000-01-01 BC'
    WHERE organization_id = ${tenant.organizationId} AND environment = 'test'`;

  const answers: readonly [path: string, status: number, call?: Call][] = [
    ['/sign-in', 200],
    ['/test/keys', 200, { headers }],
    ['/settings/security', 200, { headers }],
    ['/test/keys', 307],
    ['/', 307, { headers }],
    ['/nowhere', 404],
    ['/_next/nowhere', 404],
    ['/%ff', 404],
    [`/test/keys/${key.id}`, 404, { headers }],
    ['/test/credits', 500, { headers }],
    ['/sign-in', 403, { method: 'POST', headers: { 'next-action': 'none' } }],
    ['/sign-in', 400, { method: 'POST', headers: { 'next-action': 'none', origin: portalUrl } }],
    ['/sign-out', 405],
    ['/api/health', 200],
    ['/api/first-call', 401],
    ['/api/auth/session', 200],
  ];
  for (const [path, status, how] of answers) {
    await test.step(`${status} ${path}`, async () => {
      const [first, second] = [await call(path, how), await call(path, how)];
      expect(first.status).toBe(status);
      expect(first.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': expect.stringContaining('no-store'),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(first.headers['x-powered-by']).toBeUndefined();
      if (first.headers['content-type']?.startsWith('text/html') !== true) return;
      const nonces = [first, second].map(nonceOf);
      expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{24}$/);
      expect(nonces[1]).not.toBe(nonces[0]);
      expect(first.text).toContain(`nonce="${nonces[0]}"`);
      expect(first.text.match(/<script(?![^>]*\snonce=")/g)).toBeNull();
    });
  }
});

test('files of the build are kept by browsers, and are no way around what pages say', async () => {
  const page = await call('/sign-in');
  const [script] = /\/_next\/static\/[^"]+\.js/.exec(page.text) ?? [];
  const guarded = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
  };
  const file = await call(script ?? '');
  expect(file.status).toBe(200);
  expect(file.headers).toMatchObject({
    ...guarded,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'",
  });
  const missing = await call('/_next/static/nowhere.js');
  expect([missing.status, missing.headers['content-type']]).toEqual([
    404,
    'text/plain; charset=utf-8',
  ]);
  expect(missing.headers).toMatchObject(guarded);
  for (const path of ['/_next/static/../../sign-in', '/_next/static/%2e%2e/%2e%2e/sign-in']) {
    const around = await call(path, { headers: { 'x-nonce': 'mine' } });
    expect(nonceOf(around), path).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(around.text).not.toContain('nonce="mine"');
  }
});

test('what Next.js answers by itself, before our headers, is not sniffed and no page', async () => {
  for (const path of ['/sign-in/', '//elsewhere.example', '/\\elsewhere.example']) {
    const { status, headers } = await call(path);
    expect([status, headers['x-content-type-options']], path).toEqual([308, 'nosniff']);
    expect(headers.location, path).toMatch(/^\/[a-z]/);
    expect(headers['content-type'], path).toBeUndefined();
  }
});

/** The nonce that the policy allows scripts by. */
function nonceOf({ headers }: Answer): string | undefined {
  const policy = String(headers['content-security-policy']);
  return /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1];
}
