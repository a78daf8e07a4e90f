import type { APIRequestContext } from '@playwright/test';
import { settings } from '#lib/env';
import { expectFit } from './fit.ts';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';

/** Compressed JavaScript that a page may load, bytes. */
const MOST_BYTES = 180_000;

/** The pages as /llms.txt lists them. */
async function listedPages(request: APIRequestContext) {
  const text = await (await request.get('/llms.txt')).text();
  const found = text.matchAll(/\[([^\]]+)\]\([^)]*\/docs\/([\w-]+)\.md\)/g);
  const pages = Array.from(found, ([, title = '', slug = '']) => ({ slug, title }));
  expect(pages.length).toBeGreaterThan(8);
  return pages;
}

test('the documentation is read without signing in, in both themes and on every screen', async ({
  page,
  request,
}) => {
  test.slow();
  for (const { slug, title } of await listedPages(request)) {
    await test.step(slug, async () => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(`/docs/${slug}`);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectFit(page);
    });
  }
});

test('a page of the documentation is light', async ({ page }) => {
  for (const slug of ['quickstart', 'errors', 'reference']) {
    let bytes = 0;
    const sizes: Promise<void>[] = [];
    const add = async (finished: Promise<{ responseBodySize: number }>) => {
      bytes += (await finished).responseBodySize;
    };
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') sizes.push(add(request.sizes()));
    });
    await page.goto(`/docs/${slug}`, { waitUntil: 'networkidle' });
    await Promise.all(sizes);
    page.removeAllListeners('requestfinished');
    expect(bytes, slug).toBeLessThan(MOST_BYTES);
  }
});

test('samples come in three languages; signed in, they name the reader’s key and never show it', async ({
  page,
  owner,
  tenant,
}) => {
  const { key, secret } = await makeKey(tenant, { environment: 'live' });
  await page.goto('/docs/quickstart');
  const sample = page.getByRole('region', { name: /sample/ }).first();
  await expect(sample).toContainText('-H "Authorization: Bearer $PORTAL_API_KEY"');
  await page.getByRole('button', { name: 'Python' }).first().click();
  await expect(sample).toContainText('urllib.request');

  await owner.goto('/docs/quickstart');
  const own = owner.getByRole('region', { name: 'curl sample' }).first();
  await expect(own).toContainText(`PORTAL_API_KEY: your live key “${key.name}”`);
  expect(await owner.content()).not.toContain(secret.slice(12, -4));
});

test('on every page samples name the reader’s key and call the address of their environment', async ({
  owner,
  tenant,
  request,
}) => {
  const { key } = await makeKey(tenant, { environment: 'live' });
  const { gateUrl } = settings();
  for (const { slug } of await listedPages(request)) {
    await owner.goto(`/docs/${slug}`);
    if (slug === 'errors') {
      // Errors can be tried out in test only.
      const tried = owner.getByRole('region', { name: /sample$/ }).first();
      await expect(tried).toContainText(gateUrl.test);
      await expect(tried).not.toContainText(key.name);
      continue;
    }
    for (const text of await owner.getByRole('region', { name: /sample$/ }).allInnerTexts()) {
      expect(text, slug).not.toContain(gateUrl.test);
      if (text.includes('/v1/')) expect(text, slug).toContain(gateUrl.live);
      if (text.includes('PORTAL_API_KEY')) expect(text, slug).toContain(`live key “${key.name}”`);
    }
  }
});

test('programs read the same pages as Markdown, and find them in llms.txt', async ({
  page,
  request,
}) => {
  const index = await request.get('/llms.txt');
  expect(index.headers()['content-type']).toContain('text/plain');
  const pages = await listedPages(request);
  await page.goto('/docs');
  const links = page.getByRole('navigation', { name: 'Documentation' }).getByRole('link');
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(pages.map(({ slug }) => `/docs/${slug}`)).toEqual(hrefs);
  for (const { slug, title } of pages) {
    const answer = await request.get(`/docs/${slug}.md`);
    expect(answer.headers()['content-type']).toContain('text/markdown');
    expect(await answer.text()).toMatch(new RegExp(`^# ${title}\n`));
  }
  expect((await request.get('/docs/nothing.md')).status()).toBe(404);
});

test('the portal leads to the documentation', async ({ owner }) => {
  await owner.goto('/test/first-call');
  await owner.getByRole('link', { name: 'Documentation' }).first().click();
  await expect(owner.getByRole('heading', { level: 1, name: 'Quickstart' })).toBeVisible();
});
