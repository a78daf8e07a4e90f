import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { textOf } from './text-of.ts';

/** Collects the text of every answer from now on, with its address. */
function recordAnswers(page: Page) {
  const answers: Promise<{ url: string; cache: string; text: string }>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/_next/static/')) return;
    const cache = response.headers()['cache-control'] ?? '';
    const body = response.text().catch(() => '');
    answers.push(body.then((text) => ({ url: response.url(), cache, text })));
  });
  return () => Promise.all(answers);
}

async function createKey(page: Page): Promise<string> {
  await page.goto('/test/keys/new');
  await page.getByLabel('Name').fill('Shown once');
  await page.getByRole('button', { name: 'Create test key' }).click();
  return textOf(page.locator('[data-secret]'));
}

test('the secret is in one answer, no-store, and in nothing that comes later', async ({
  owner,
}) => {
  test.slow();
  const answers = recordAnswers(owner);
  const secret = await createKey(owner);
  const holders = (await answers()).filter(({ text }) => text.includes(secret));
  expect(holders).toHaveLength(1);
  expect(holders[0]?.cache).toContain('no-store');
  expect(owner.url()).not.toContain(secret);

  const later = recordAnswers(owner);
  await owner.getByRole('button', { name: 'I have stored it' }).click();
  await owner.waitForURL(/\/test\/keys\/key_/);
  const keyPage = new URL(owner.url()).pathname;
  for (const path of [
    keyPage,
    `${keyPage}/edit`,
    '/test/keys',
    '/test/overview',
    '/test/credits',
  ]) {
    await owner.goto(path);
    expect(await owner.content()).not.toContain(secret);
  }
  await owner.goBack();
  const seen = await later();
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.filter(({ url, text }) => url.includes(secret) || text.includes(secret))).toEqual([]);
});

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
