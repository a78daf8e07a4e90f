import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { listKeys } from '#lib/keys/list';
import { dataOf, type Tenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { gateUrl, outputFile, portalUrl } from './product.ts';
import { textOf } from './text-of.ts';

type Answer = { url: string; cache: string; text: string };

/** Collects every answer from now on, whole before the page gets it: none can be missed by leaving early. */
async function recordAnswers(page: Page): Promise<Answer[]> {
  const answers: Answer[] = [];
  const isFile = ({ pathname }: URL) => pathname.startsWith('/_next/static/');
  await page.route(
    (url) => !isFile(url),
    async (route) => {
      // A kept connection could be the one that the portal is just closing.
      const headers = { ...(await route.request().allHeaders()), connection: 'close' };
      const response = await route.fetch({ maxRedirects: 0, headers });
      const cache = response.headers()['cache-control'] ?? '';
      answers.push({ url: response.url(), cache, text: await response.text() });
      await route.fulfill({ response });
    },
  );
  return answers;
}

async function createKey(page: Page): Promise<string> {
  await page.goto('/test/keys/new');
  await page.getByLabel('Name').fill('Shown once');
  await page.getByRole('button', { name: 'Create test key' }).click();
  return textOf(page.locator('[data-secret]'));
}

type Way = { show: (page: Page, tenant: Tenant) => Promise<string>; leadsTo: RegExp };

/** Every way to a new secret, up to where it is shown, and the page that comes after it. */
const ways: Record<string, Way> = {
  'making a key': { show: createKey, leadsTo: /\/test\/keys\/key_[^/]+$/ },
  'rotating one': {
    async show(page, tenant) {
      const { key } = await makeKey(tenant);
      await page.goto(`/test/keys/${key.id}/rotate`);
      await page.getByRole('button', { name: 'Rotate and show the new key' }).click();
      return textOf(page.locator('[data-secret]'));
    },
    leadsTo: /\/test\/keys\/key_[^/]+$/,
  },
  'the first call': {
    async show(page) {
      await page.goto('/test/first-call');
      await page.getByRole('button', { name: 'Create test key' }).click();
      return textOf(page.locator('[data-secret]'));
    },
    leadsTo: /\/test\/first-call$/,
  },
};

for (const [name, { show, leadsTo }] of Object.entries(ways)) {
  test(`the secret of ${name} is in one answer, no-store, in nothing later and in no log`, async ({
    owner,
    tenant,
  }) => {
    test.slow();
    const answers = await recordAnswers(owner);
    const secret = await show(owner, tenant);
    expect(secret).toMatch(/^sk_test_[0-9A-Za-z]{49}$/);
    const holders = answers.filter(({ text }) => text.includes(secret));
    expect(holders).toEqual([
      expect.objectContaining({ cache: expect.stringContaining('no-store') }),
    ]);
    expect(owner.url()).not.toContain(secret);

    const shown = answers.length;
    await owner.getByRole('button', { name: 'I have stored it' }).click();
    await expect(owner.getByRole('alertdialog')).toBeHidden();
    await owner.waitForURL(leadsTo);
    const { items } = dataOf(await listKeys(tenant.as('owner'), { environment: 'test', limit: 5 }));
    const [newest] = items;
    for (const path of [`/test/keys/${newest?.id}`, '/test/keys', '/test/first-call']) {
      await owner.goto(path);
      expect(await owner.content()).not.toContain(secret);
    }
    await owner.goBack();
    await owner.unrouteAll({ behavior: 'wait' });
    const later = answers.slice(shown);
    expect(later.length).toBeGreaterThan(3);
    expect(later.filter(({ url, text }) => `${url} ${text}`.includes(secret))).toEqual([]);

    await useBadly(secret);
    // What the portal and the gate printed up to here is in the file once this is.
    const mark = `mark${crypto.randomUUID()}`;
    const headers = { 'next-action': mark, origin: portalUrl };
    await fetch(`${portalUrl}/sign-in`, { method: 'POST', headers });
    await expect.poll(() => readFileSync(outputFile, 'utf8')).toContain(mark);
    const output = readFileSync(outputFile, 'utf8');
    expect(output).not.toContain(secret.slice(8));
    expect(output).not.toMatch(/sk_(live|test)_[0-9A-Za-z]{30}/);
  });
}

/** Sends the key in every place where people put one, right or wrong, to the gate and to the portal. */
async function useBadly(secret: string): Promise<void> {
  for (const origin of [gateUrl.test, gateUrl.live, portalUrl]) {
    const path = `${origin}/v1/sessions`;
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
    await fetch(`${path}?api_key=${secret}`);
    await fetch(`${path}/${secret}`);
    await fetch(path, { headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret } });
    await fetch(path, { ...post, body: `{"mode":"${secret}"}` });
    await fetch(path, { ...post, body: secret });
  }
}

test('the browser keeps the secret nowhere', async ({ owner }) => {
  const secret = await createKey(owner);
  const kept = await owner.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      location.href,
      performance.getEntriesByType('resource').map((entry) => entry.name),
    ]),
  );
  expect(kept).not.toContain(secret);
  expect((await owner.context().cookies()).some(({ value }) => value.includes(secret))).toBe(false);
});

test('after a reload it cannot be shown again, and rotating is offered', async ({ owner }) => {
  const secret = await createKey(owner);
  owner.once('dialog', (dialog) => dialog.accept());
  await owner.reload();
  await expect(owner.getByText('can’t be shown again')).toBeVisible();
  expect(await owner.content()).not.toContain(secret);
  await owner.getByRole('link', { name: 'Rotate it…' }).click();
  await expect(owner.getByRole('heading', { name: 'Rotate Shown once' })).toBeVisible();
});

test('each form of the secret is copied as it is shown', async ({ owner }) => {
  const pad = await owner.context().newPage();
  await pad.setContent('<textarea></textarea>');
  const clipboard = async () => {
    await pad.bringToFront();
    await pad.locator('textarea').fill('');
    await pad.locator('textarea').press('ControlOrMeta+V');
    await owner.bringToFront();
    return pad.locator('textarea').inputValue();
  };
  const secret = await createKey(owner);
  await owner.getByRole('button', { name: 'Copy key' }).click();
  await expect.poll(clipboard).toBe(secret);
  await owner.getByRole('button', { name: '.env line', exact: true }).click();
  await owner.getByRole('button', { name: 'Copy .env line' }).click();
  await expect.poll(clipboard).toBe(`PORTAL_API_KEY=${secret}`);
  await owner.getByRole('button', { name: 'curl', exact: true }).click();
  await owner.getByRole('button', { name: 'Copy curl command' }).click();
  await expect.poll(clipboard).toBe(await textOf(owner.locator('[data-secret]')));
  const download = owner.waitForEvent('download');
  await owner.getByRole('button', { name: 'Download shown-once.env' }).click();
  expect((await download).suggestedFilename()).toBe('shown-once.env');
});

test('a key that could not be shown is not made; when it can be, one press makes it', async ({
  owner,
  tenant,
}) => {
  await owner.goto('/test/keys/new', { waitUntil: 'networkidle' });
  await owner.route('**/_next/static/**', (route) => route.abort());
  await owner.getByLabel('Name').fill('Shown at last');
  const create = owner.getByRole('button', { name: 'Create test key' });
  await create.click();
  await expect(owner.locator('form').getByRole('alert')).toContainText('so nothing was sent');
  const made = () => listKeys(tenant.as('owner'), { environment: 'test', limit: 5 }).then(dataOf);
  expect((await made()).items).toEqual([]);

  await owner.unrouteAll();
  await create.click();
  await expect(owner.locator('[data-secret]')).toHaveText(/^sk_test_/);
  expect((await made()).items).toEqual([expect.objectContaining({ name: 'Shown at last' })]);
});
