import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey, readKey } from './keys.ts';

test('another organization’s key is not found on any page', async ({ tenant, owner }) => {
  const other = await makeTenant('Globex');
  const { key } = await makeKey(other, { name: 'Not yours' });
  for (const page of ['', '/edit', '/rotate', '/revoke']) {
    const response = await owner.goto(`/test/keys/${key.id}${page}`);
    expect(response?.status()).toBe(404);
    await expect(owner.getByRole('heading', { name: 'There is no such thing here' })).toBeVisible();
    expect(await owner.content()).not.toContain('Not yours');
  }
  await owner.goto(`/test/keys/new?made=${key.id}`);
  await expect(owner.getByRole('button', { name: 'Create test key' })).toBeVisible();
  await owner.goto(`/test/keys/revoke?key=${key.id}`);
  await owner.waitForURL('/test/keys');
  expect(await owner.content()).not.toContain('Not yours');
  expect(tenant.organizationId).not.toBe(other.organizationId);
});

test('a key of the other environment is not found', async ({ tenant, owner }) => {
  const { key } = await makeKey(tenant);
  expect((await owner.goto(`/live/keys/${key.id}`))?.status()).toBe(404);
  expect((await owner.goto(`/test/keys/${key.id}`))?.status()).toBe(200);
});

test('an action with another organization’s id changes nothing', async ({ owner, tenant }) => {
  const own = await makeKey(tenant);
  const other = await makeTenant('Globex');
  const { key: victim } = await makeKey(other);
  await owner.goto(`/test/keys/${own.key.id}/revoke`);
  const sent = owner.waitForRequest((request) => request.method() === 'POST');
  await owner.route('**/revoke', (route) => {
    const body = route.request().postData()?.replace(own.key.id, victim.id) ?? '';
    return route.request().method() === 'POST'
      ? route.continue({ postData: body })
      : route.continue();
  });
  await owner.getByRole('button', { name: 'Revoke for good' }).click();
  await sent;
  await expect(owner.getByText('There is no such key.')).toBeVisible();
  expect((await readKey(other, victim.id)).state).toBe('active');
  expect((await readKey(tenant, own.key.id)).state).toBe('active');
});

test('a viewer sees keys, is offered no change, and is refused one', async ({ tenant, pageOf }) => {
  const { key } = await makeKey(tenant, { name: 'Look only' });
  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto('/test/keys');
  await expect(viewer.getByRole('link', { name: 'Look only' })).toBeVisible();
  await expect(viewer.getByRole('checkbox')).toHaveCount(0);
  await expect(viewer.getByRole('link', { name: 'Create test key' })).toHaveCount(0);
  for (const page of ['edit', 'rotate', 'revoke']) {
    await viewer.goto(`/test/keys/${key.id}/${page}`);
    await expect(viewer.getByText(/Your role can’t/)).toBeVisible();
  }
  await viewer.goto('/test/keys/new');
  await expect(viewer.getByText('Your role can’t create test keys')).toBeVisible();
});
