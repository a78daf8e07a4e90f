import type { Page } from '@playwright/test';
import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { call } from './refused.ts';
import { search } from './shortcuts.ts';

/** Opens a request's page once the gate has recorded the call. */
async function explain(page: Page, id: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/test/requests/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: /call/ })).toBeVisible({
      timeout: 1_000,
    });
    await expect(page.getByText('There is no such request')).toHaveCount(0, { timeout: 100 });
  }).toPass({ timeout: 10_000 });
}

test('a refused call is explained from its id in the palette, and mended by a button', async ({
  owner,
  tenant,
}) => {
  const { key, secret } = await makeKey(tenant, { permissions: ['sessions:read'] });
  const body = { mode: 'ai_agent' };
  const { id } = await call({ path: '/v1/sessions', secret, body });
  await explain(owner, id);
  await owner.goto('/test/overview');
  await search(owner, ` ${id} `);
  await owner.keyboard.press('Enter');
  await owner.waitForURL(`/test/requests/${id}`);
  await expect(owner.getByRole('heading', { name: 'Why was this call refused?' })).toBeVisible();
  const failed = owner.getByRole('listitem').filter({ hasText: 'failed' });
  await expect(failed).toContainText('Permission');
  await expect(failed).toContainText('It needs sessions:write.');
  await expect(failed).toContainText('The key has sessions:read.');
  await owner.getByRole('link', { name: 'Add the permission' }).click();
  await owner.waitForURL(`/test/keys/${key.id}/edit`);
});

test('a call without a key is explained too, and one of somebody else is not there', async ({
  owner,
  pageOf,
  tenant,
}) => {
  const { id: nobody } = await call({});
  await explain(owner, nobody);
  await expect(owner.getByText('There was neither an Authorization')).toBeVisible();
  await expect(owner.getByText('Not shown')).toBeVisible();
  const { secret } = await makeKey(tenant);
  const { id: lost } = await call({ path: '/v1/nowhere', secret });
  await explain(owner, lost);
  await expect(owner.getByText('Not looked at: a request is read before its key')).toHaveCount(2);
  await owner.goto('/test/usage');
  await expect(owner.getByText('before the gate knows whose they are')).toBeVisible();
  const { id: own } = await call({ secret });
  await explain(owner, own);
  await expect(owner.getByText('This call was not refused')).toBeVisible();
  const stranger = await pageOf(await makeTenant('Stranger'));
  for (const id of [own, own.replace(/.$/, 'x'), `req_${'0'.repeat(26)}`]) {
    const answer = await stranger.goto(`/test/requests/${id}`);
    expect(answer?.status(), id).toBe(404);
    await expect(stranger.getByText('There is no such request')).toBeVisible();
  }
});

test('the log is filtered in the address, follows live, and a viewer may read it', async ({
  pageOf,
  tenant,
}) => {
  const viewer = await pageOf(tenant, 'viewer');
  const { secret } = await makeKey(tenant, { name: 'Busy' });
  await call({ secret });
  await call({ path: '/v1/nowhere', secret });
  const rows = viewer.getByRole('table', { name: 'Requests' }).getByRole('row');
  await expect(async () => {
    await viewer.goto('/test/requests');
    await expect(rows).toHaveCount(2, { timeout: 1_000 });
  }).toPass({ timeout: 10_000 });
  await viewer.getByRole('button', { name: 'Follow live' }).click();
  await call({ secret });
  await expect(rows).toHaveCount(3, { timeout: 10_000 });
  await viewer.getByLabel('Code').selectOption('ok');
  await viewer.getByRole('button', { name: 'Apply' }).click();
  await viewer.waitForURL(/code=ok/);
  await expect(rows).toHaveCount(3);
  await viewer.goto('/test/requests?status=5xx');
  await expect(viewer.getByText('No call matches')).toBeVisible();
  await viewer.goto('/live/requests');
  await expect(viewer.getByText('No calls yet')).toBeVisible();
});

test('on a wide screen the log breaks neither times nor codes', async ({ owner, tenant }) => {
  const { secret } = await makeKey(tenant, { name: 'Mobile gateway, rotated', permissions: [] });
  await call({ path: '/v1/sessions', secret, body: {} });
  await call({ path: `/v1/sessions/sess_${'0'.repeat(26)}`, secret });
  const table = owner.getByRole('table', { name: 'Requests' });
  await owner.setViewportSize({ width: 1440, height: 900 });
  await expect(async () => {
    await owner.goto('/test/requests');
    await expect(table.getByRole('row')).toHaveCount(3, { timeout: 1_000 });
  }).toPass({ timeout: 10_000 });
  await expect(table.getByText('insufficient_permissions')).toHaveCount(2);
  const heights = await table
    .locator('time, code')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThanOrEqual(8);
  expect(Math.max(...heights)).toBeLessThan(25);
  const frame = await table.evaluate(({ parentElement: at }) =>
    at === null ? 0 : at.scrollWidth - at.clientWidth,
  );
  expect(frame).toBe(0);
});

test('billing may not read the log', async ({ pageOf, tenant }) => {
  const billing = await pageOf(tenant, 'billing');
  await billing.goto('/test/requests');
  await expect(billing.getByText('Your role does not allow this')).toBeVisible();
});

test('a call is simulated with a key, an address and a time', async ({ owner, tenant }) => {
  const { key } = await makeKey(tenant, { name: 'Rehearsed' });
  await owner.goto('/test/requests/simulate');
  await owner.getByLabel('Path').fill('/v1/sessions');
  await owner.getByRole('button', { name: 'Simulate' }).click();
  await expect(owner.getByText('This call would pass')).toBeVisible();
  await expect(owner).toHaveURL(new RegExp(`key=${key.id}`));
  await owner.getByLabel(/^At/).fill('2099-01-01T00:00:00Z');
  await owner.getByRole('button', { name: 'Simulate' }).click();
  await expect(owner.getByText('The key has come to its end.')).toBeVisible();
  await owner.getByLabel('From address').fill('nowhere');
  await owner.getByRole('button', { name: 'Simulate' }).click();
  await expect(owner.getByText('Give an IPv4 or IPv6 address.')).toBeVisible();
  await expect(owner.getByLabel('From address')).toHaveValue('nowhere');
});
