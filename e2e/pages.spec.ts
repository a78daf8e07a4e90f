import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Tenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey, rotate } from './keys.ts';

/** Every page behind a session, by name; the ids are those of two keys of the tenant. */
async function pagesOf(tenant: Tenant): Promise<Readonly<Record<string, string>>> {
  const { key } = await makeKey(tenant, { name: 'Production server' });
  const { key: rotated } = await makeKey(tenant, { name: 'Billing cron' });
  await rotate(tenant, rotated.id);
  const base = `/test/keys/${key.id}`;
  return {
    overview: '/test/overview',
    'first call': '/test/first-call',
    keys: '/test/keys',
    'keys without a match': '/test/keys?search=nothing',
    'live keys, none': '/live/keys',
    'new test key': '/test/keys/new',
    'new live key': '/live/keys/new',
    'a key': base,
    'a hand-over': `/test/keys/${rotated.id}`,
    edit: `${base}/edit`,
    rotate: `${base}/rotate`,
    'rotated already': `/test/keys/${rotated.id}/rotate`,
    revoke: `${base}/revoke`,
    'revoke several': `/test/keys/revoke?key=${key.id}&key=${rotated.id}`,
    'secret gone': `/test/keys/new?made=${key.id}`,
    credits: '/test/credits',
    'live credits': '/live/credits',
    organization: '/settings/organization',
    profile: '/settings/profile',
    security: '/settings/security',
    'not found': '/test/keys/key_00000000000000000000000000',
  };
}
const publicPages = { 'sign in': '/sign-in', 'sign up': '/sign-up', nowhere: '/nowhere' };

/** Headers of the answer, layout at the narrowest width, and what axe finds in one theme. */
async function inspect(page: Page, path: string, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  const response = await page.goto(path);
  const headers = response?.headers() ?? {};
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-security-policy']).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic';/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'sideways scroll at 360 px').toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`every page is accessible, uncached and fits, ${scheme}`, async ({
    tenant,
    owner,
    page,
  }) => {
    test.setTimeout(240_000);
    for (const [name, path] of Object.entries(await pagesOf(tenant))) {
      await test.step(name, () => inspect(owner, path, scheme));
    }
    for (const [name, path] of Object.entries(publicPages)) {
      await test.step(name, () => inspect(page, path, scheme));
    }
  });
}
