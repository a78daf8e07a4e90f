import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { PASSWORD, signIn, withPassword } from './people.ts';
import { textOf } from './text-of.ts';

test('signing in: unknown and wrong get one answer, the right password the page that was asked for', async ({
  page,
  tenant,
}) => {
  await makeKey(tenant, { name: 'Behind the door' });
  const email = await withPassword(tenant);
  await page.goto('/test/keys?sort=name');
  await page.waitForURL(/\/sign-in\?callbackUrl=/);
  const refusal = page.locator('[data-denial]');
  const refusals: string[] = [];
  for (const [who, password] of [
    [`nobody-${email}`, PASSWORD],
    [email, 'not the password'],
  ] as const) {
    await page.reload();
    await signIn(page, who, password);
    await expect(refusal).toBeFocused();
    refusals.push(await textOf(refusal));
    await expect(page.getByLabel('E-mail')).toHaveValue(who);
  }
  expect(refusals[0]).toContain('The e-mail address or the password is wrong.');
  expect(refusals[1]).toBe(refusals[0]);

  await signIn(page, email);
  await page.waitForURL('/test/keys?sort=name');
  await expect(page.getByRole('link', { name: 'Behind the door' })).toBeVisible();
});

test('a changed password ends the other sessions, and so does their button; this one stays', async ({
  browser,
  page,
  tenant,
}) => {
  const email = await withPassword(tenant);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  for (const one of [page, other]) {
    await one.goto('/sign-in?callbackUrl=/settings/security');
    await signIn(one, email);
    await one.waitForURL('/settings/security');
  }
  const end = page.getByRole('button', { name: /^End the session of/ });
  const change = async (current: string, next: string) => {
    await page.getByLabel('Current password', { exact: true }).fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
  };

  await page.reload();
  await expect(end).toHaveCount(1);
  await change('a wrong guess', 'a second passphrase');
  await expect(page.getByLabel('Current password', { exact: true })).toBeFocused();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await change(PASSWORD, 'a second passphrase');
  await expect(page.getByText('Changed. All your other sessions have ended.')).toBeVisible();
  await expect(end).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('This session', { exact: true })).toBeVisible();

  await other.goto('/settings/security');
  await other.waitForURL(/\/sign-in/);
  await signIn(other, email, 'a second passphrase');
  await other.waitForURL('/settings/security');
  await page.reload();
  await end.click();
  await expect(end).toHaveCount(0);
  await other.reload();
  await other.waitForURL(/\/sign-in/);
  await page.reload();
  await expect(page.getByText('This session', { exact: true })).toBeVisible();
  await elsewhere.close();
});
