import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { callMe } from './product.ts';
import { textOf } from './text-of.ts';

/** Presses Tab until what is so called has the focus, as somebody does who has no mouse. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = page.locator(':focus');
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const label = await focused.evaluate((element: HTMLInputElement) =>
      [element.labels?.[0]?.textContent, element.ariaLabel, element.textContent].join(' '),
    );
    if (name.test(label)) return;
  }
  throw new Error(`nothing called ${name} can be reached with Tab`);
}

/** Goes to it and presses Enter. */
async function use(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Reads the key that is shown once and leaves by the one way out. */
async function storeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('alertdialog');
  const secret = await textOf(dialog.locator('[data-secret]'));
  await use(page, /I have stored it/);
  await expect(dialog).toBeHidden();
  return secret;
}

test('a key is made, rotated and revoked with the keyboard alone', async ({ owner: page }) => {
  test.slow();
  await page.goto('/test/keys');
  const first = await test.step('made', async () => {
    await use(page, /Create test key/);
    await page.waitForURL('/test/keys/new');
    await tabTo(page, /^Name/);
    await page.keyboard.type('By keyboard');
    await tabTo(page, /^Full access/);
    await page.keyboard.press('ArrowRight');
    await tabTo(page, /^Allowed addresses/);
    await page.keyboard.type('127.0.0.0/8\n::1');
    await tabTo(page, /^Own rate limit/);
    await page.keyboard.type('30');
    await page.keyboard.press('Enter');
    const secret = await storeSecret(page);
    await page.waitForURL(/\/test\/keys\/key_/);
    await expect(page.getByRole('heading', { name: 'By keyboard' })).toBeVisible();
    await expect(page.getByText('127.0.0.0/8').first()).toBeVisible();
    return secret;
  });

  const second = await test.step('rotated, without an overlap', async () => {
    await use(page, /^ *Rotate…/);
    await page.waitForURL(/\/rotate$/);
    await tabTo(page, /^24 hours/);
    await expect(page.getByRole('radio', { name: /^24 hours/ })).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
    await use(page, /Rotate and show the new key/);
    const secret = await storeSecret(page);
    await expect(page.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
    expect((await callMe('test', first)).code).toBe('api_key_revoked');
    expect((await callMe('test', secret)).status).toBe(200);
    await use(page, /Go to the new key/);
    await page.waitForURL(/\/test\/keys\/key_[^/]+$/);
    return secret;
  });

  await test.step('revoked', async () => {
    await use(page, /^ *Revoke…/);
    await page.waitForURL(/\/revoke$/);
    await tabTo(page, /^(Rotated|Unused|Compromised|Other)/);
    await page.keyboard.press('ArrowDown');
    await use(page, /Revoke for good/);
    await expect(page.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
    expect((await callMe('test', second)).code).toBe('api_key_revoked');
  });
});
