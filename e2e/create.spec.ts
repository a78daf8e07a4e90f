import { db } from '#lib/db/prisma';
import { formatTime } from '#lib/time-format';
import type { Tenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { portalUrl } from './product.ts';

async function keyCount(tenant: Tenant): Promise<number> {
  return db().apiKey.count({ where: { organizationId: tenant.organizationId } });
}

test('errors stand at their fields and nothing typed is lost', async ({ owner, tenant }) => {
  await owner.goto('/live/keys/new');
  await owner.getByLabel('Note').fill('Owned by the platform team');
  await owner.getByLabel('Allowed addresses').fill('10.0.0.1\n10.0.0.300');
  await owner.getByLabel('Own rate limit').fill('many');
  await owner.getByRole('button', { name: 'Create live key' }).click();
  await expect(owner.getByText('Enter a name.')).toBeVisible();
  await expect(owner.getByText(/Entry 2/)).toBeVisible();
  await expect(owner.getByLabel('Name')).toBeFocused();
  await expect(owner.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(owner.getByLabel('Own rate limit')).toHaveAttribute('aria-invalid', 'true');
  await expect(owner.getByLabel('Note')).toHaveValue('Owned by the platform team');
  await expect(owner.getByLabel('Allowed addresses')).toHaveValue('10.0.0.1\n10.0.0.300');
  expect(await keyCount(tenant)).toBe(0);
});

test('a live key is proposed to end, and never is warned about', async ({ owner }) => {
  await owner.goto('/live/keys/new');
  await expect(owner.getByRole('radio', { name: /90 days/ })).toBeChecked();
  await owner.getByRole('radio', { name: /^Never/ }).check();
  await expect(owner.getByText('A live key that never expires')).toBeVisible();
});

test('the day on which a key would end is one of the browser’s zone', async ({
  browser,
  owner,
}) => {
  const zone = 'Asia/Kolkata';
  const context = await browser.newContext({ timezoneId: zone });
  await context.addCookies(await owner.context().cookies());
  const page = await context.newPage();
  await page.goto(`${portalUrl}/live/keys/new`);
  const end = page
    .getByRole('radio', { name: /90 days/ })
    .locator('..')
    .locator('time');
  const ends = (await end.getAttribute('datetime')) ?? '';
  await expect(end).toHaveText(formatTime(ends, 'date', zone));
  await context.close();
});

test('a form sent twice makes one key', async ({ owner, tenant }) => {
  await owner.goto('/test/keys/new');
  await owner.getByLabel('Name').fill('Twice');
  const sent = owner.waitForRequest((request) => request.method() === 'POST');
  await owner.getByRole('button', { name: 'Create test key' }).dblclick();
  const request = await sent;
  await expect(owner.getByRole('alertdialog')).toBeVisible();
  const again = await owner.request.fetch(request.url(), {
    method: 'POST',
    headers: await request.allHeaders(),
    data: request.postDataBuffer() ?? '',
  });
  expect(await again.text()).toContain('has made its key already');
  expect(await keyCount(tenant)).toBe(1);
});
