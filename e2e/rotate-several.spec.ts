import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey, readKey, rotate } from './keys.ts';
import { callMe } from './product.ts';
import { textOf } from './text-of.ts';

/** Opens the page for these keys by way of the list, as a person would. */
async function choose(page: Page, names: readonly string[]): Promise<void> {
  await page.goto('/test/keys?sort=name&direction=asc');
  for (const name of names) {
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  }
  await page.getByRole('link', { name: 'Rotate…' }).click();
  await page.waitForURL(/\/test\/keys\/rotate\?/);
}

test('several keys get new secrets, shown once, while the old ones go on', async ({
  owner,
  tenant,
}) => {
  test.slow();
  const old = [];
  for (const name of ['One', 'Two']) old.push(await makeKey(tenant, { name }));
  const { key: done } = await makeKey(tenant, { name: 'Done before' });
  await rotate(tenant, done.id);
  const before = (await readKey(tenant, done.id)).retiresAt;

  await owner.goto(
    `/test/keys/rotate?${[...old.map(({ key }) => key.id), done.id].map((id) => `key=${id}`).join('&')}`,
  );
  await expect(owner.getByRole('heading', { name: 'Rotate 2 test keys' })).toBeVisible();
  await expect(
    owner.getByRole('row', { name: /Done before.*has a successor already/ }),
  ).toBeVisible();
  await owner.getByRole('radio', { name: 'Custom' }).check();
  await owner.getByRole('textbox', { name: 'Hours' }).fill('721');
  await owner.getByRole('button', { name: 'Rotate 2 keys' }).click();
  await expect(owner.getByText('An overlap lasts 30 days at most.')).toBeVisible();
  await owner.getByRole('textbox', { name: 'Hours' }).fill('12');
  const answered = owner.waitForResponse((response) => response.request().method() === 'POST');
  await owner.getByRole('button', { name: 'Rotate 2 keys' }).click();
  expect((await answered).headers()['cache-control']).toContain('no-store');

  const dialog = owner.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  const secrets = await owner.locator('[data-secret]').allTextContents();
  expect(secrets).toHaveLength(2);
  await owner.keyboard.press('Escape');
  await owner.mouse.click(5, 5);
  await expect(dialog.getByText('Still here')).toBeVisible();
  for (const secret of [...secrets, ...old.map((one) => one.secret)]) {
    expect((await callMe('test', secret)).status).toBe(200);
  }
  const downloading = owner.waitForEvent('download');
  await owner.getByRole('button', { name: 'Download new-test-keys.env' }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(file.match(/^PORTAL_API_KEY_\w+=.+$/gm)).toHaveLength(2);
  for (const secret of secrets) expect(file).toContain(`=${secret}\n`);
  await owner.getByRole('button', { name: '.env file', exact: true }).click();
  expect(await textOf(dialog.locator('pre'))).toBe(file);

  await owner.getByRole('button', { name: 'I have stored them' }).click();
  await expect(owner.getByText('2 keys rotated, old and new ones work')).toBeVisible();
  const shown = await readKey(tenant, old[0]?.key.id ?? '');
  const hours = (Date.parse(shown.retiresAt ?? '') - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThanOrEqual(12);
  expect((await readKey(tenant, done.id)).retiresAt).toBe(before);
  for (const secret of secrets) expect(await owner.content()).not.toContain(secret);

  await owner.reload();
  await expect(owner.getByText('These keys have been rotated')).toBeVisible();
  for (const secret of secrets) expect(await owner.content()).not.toContain(secret);
  await owner.getByRole('link', { name: 'Rotate the new ones…' }).click();
  await expect(owner.getByRole('heading', { name: /Rotate \d test keys/ })).toBeVisible();
});

test('without an overlap the old keys end at once, with one receipt', async ({ owner, tenant }) => {
  const old = [];
  for (const name of ['One', 'Two', 'Three']) old.push(await makeKey(tenant, { name }));
  await choose(owner, ['One', 'Two']);
  await owner.getByRole('radio', { name: 'None' }).check();
  await owner.getByRole('button', { name: 'Rotate 2 keys' }).click();
  await expect(owner.getByRole('alertdialog')).toBeVisible();
  const answers = await Promise.all(old.map(({ secret }) => callMe('test', secret)));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 200]);
  await owner.getByRole('button', { name: 'I have stored them' }).click();
  await expect(owner.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
});

test('another organization’s key among them changes nothing', async ({ owner, tenant }) => {
  const own = [await makeKey(tenant, { name: 'One' }), await makeKey(tenant, { name: 'Two' })];
  const other = await makeTenant('Globex');
  const { key: victim } = await makeKey(other);
  const [first = '', second = ''] = own.map(({ key }) => key.id);
  await owner.goto(`/test/keys/rotate?key=${first}&key=${second}&key=${victim.id}`);
  await expect(owner.getByRole('heading', { name: 'Rotate 2 test keys' })).toBeVisible();
  await owner.route('**/rotate?*', (route) => {
    const body = route.request().postData()?.replace(second, victim.id) ?? '';
    return route.request().method() === 'POST'
      ? route.continue({ postData: body })
      : route.continue();
  });
  await owner.getByRole('button', { name: 'Rotate 2 keys' }).click();
  await expect(owner.getByText('There is no such key.')).toBeVisible();
  expect((await readKey(other, victim.id)).rotatedToId).toBeNull();
  for (const id of [first, second]) expect((await readKey(tenant, id)).rotatedToId).toBeNull();
});

test('roles see what they may rotate', async ({ tenant, pageOf }) => {
  const { key } = await makeKey(tenant, { name: 'Everything' });
  const developer = await pageOf(tenant, 'developer');
  await developer.goto(`/test/keys/rotate?key=${key.id}`);
  await expect(developer.getByText('None of these keys can be rotated')).toBeVisible();
  await expect(developer.getByText(/cannot give a key webhooks:manage/)).toBeVisible();
  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto(`/test/keys/rotate?key=${key.id}`);
  await expect(viewer.getByText('Your role can’t rotate keys')).toBeVisible();
});
