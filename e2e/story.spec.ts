import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { callMe, portalUrl } from './product.ts';
import { textOf } from './text-of.ts';

const run = promisify(execFile);

/** Runs a line as somebody does who pastes it into a terminal. @returns what was answered, headers first. */
async function runLine(line: string): Promise<string> {
  return (await run('bash', ['-c', line], { timeout: 20_000 })).stdout;
}

/** Reads the key that is shown once and leaves by the one way out. */
async function storeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('alertdialog');
  const secret = await textOf(dialog.locator('[data-secret]'));
  expect(secret).toMatch(/^sk_test_[0-9A-Za-z]{49}$/);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

test('from sign-up to a key that works, and to its refusal once revoked', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const email = `ada-${test.info().workerIndex}-${Date.now()}@example.com`;

  await test.step('sign up', async () => {
    await page.goto('/sign-up');
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel('Organization').fill('Analytical Engines');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('no weather is too wet to swim in');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('/test/first-call');
  });

  const first = await test.step('make a key; only "I have stored it" closes it', async () => {
    await page.getByRole('button', { name: 'Create test key' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Store this test key now' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog.getByText('Still here')).toBeVisible();
    await page.mouse.click(5, 5);
    const question = page.waitForEvent('dialog');
    await page.evaluate(() => history.back());
    await (await question).dismiss();
    await expect(dialog).toBeVisible();
    return storeSecret(page);
  });

  await test.step('run the curl line as shown; the page notices', async () => {
    await expect(page.getByText('Waiting for your first request')).toBeVisible();
    await page.getByRole('button', { name: 'Python' }).click();
    await expect(page.getByRole('region', { name: 'Python sample' })).toContainText(first);
    await page.getByRole('button', { name: 'curl', exact: true }).click();
    const line = await textOf(page.getByRole('region', { name: 'curl sample' }));
    expect(line).toContain(first);
    const answer = await runLine(line);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer).toMatch(/^X-API-Credits-Remaining: 99\r$/im);
    await expect(page.getByText('Your request arrived')).toBeVisible();
    await expect(page.getByText('POST /v1/sessions')).toBeVisible();
  });

  await test.step('the list shows the last use', async () => {
    await page.getByRole('link', { name: 'API keys' }).first().click();
    await page.waitForURL('/test/keys');
    const row = page.getByRole('row', { name: /First test key/ });
    await expect(async () => {
      await page.reload();
      await expect(row.getByText(/^(127\.0\.0\.1|::1) · curl\//)).toBeVisible({ timeout: 500 });
    }).toPass();
  });

  const second = await test.step('rotate with an overlap: both keys work', async () => {
    await page.getByRole('button', { name: /Actions for First test key/ }).click();
    await page.getByRole('menuitem', { name: 'Rotate…' }).click();
    await page.getByRole('radio', { name: '1 hour' }).check();
    await page.getByRole('button', { name: 'Rotate and show the new key' }).click();
    const secret = await storeSecret(page);
    expect(secret).not.toBe(first);
    expect(await callMe('test', first)).toEqual({ status: 200, code: null });
    expect(await callMe('test', secret)).toEqual({ status: 200, code: null });
    return secret;
  });

  await test.step('retire the old key: only the new one works', async () => {
    await expect(page.getByText('Old key in use')).toBeVisible();
    await page.getByRole('button', { name: 'Retire now…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retire now' }).click();
    await expect(page.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
    expect(await callMe('test', first)).toEqual({ status: 401, code: 'api_key_revoked' });
    expect(await callMe('test', second)).toEqual({ status: 200, code: null });
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByText('Finished')).toBeVisible();
  });

  await test.step('revoke: a receipt, and the very next call is refused', async () => {
    await page.getByRole('link', { name: 'Revoke…' }).click();
    await expect(page.getByText('In use: whatever calls with it will fail at once')).toBeVisible();
    await page.getByRole('radio', { name: 'Compromised' }).check();
    await page.getByRole('button', { name: 'Revoke for good' }).click();
    const receipt = page.locator('[data-receipt]');
    await expect(receipt).toHaveText(
      /Refused since \d\d:\d\d:\d\d\.\d{3} UTC, confirmed by 1 of 1 gate in \d+ ms\./,
    );
    expect(await callMe('test', second)).toEqual({ status: 401, code: 'api_key_revoked' });
  });

  await test.step('sign out: the old cookie opens nothing', async () => {
    const cookies = await context.cookies();
    await page.getByRole('button', { name: /account of Ada/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const replay = await fetch(`${portalUrl}/test/keys`, {
      headers: { cookie: header },
      redirect: 'manual',
    });
    const body = await replay.text();
    expect(body).not.toContain('First test key');
    expect(`${replay.status} ${replay.headers.get('location') ?? ''}`).toMatch(/^30\d .*\/sign-in/);
  });
});
