import type { Page } from '@playwright/test';
import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey, readKey } from './keys.ts';
import { callMe } from './product.ts';

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

test('what a key does is told to its own organization alone', async ({ tenant, owner, page }) => {
  const { key, secret } = await makeKey(tenant);
  const { key: foreign, secret: foreignSecret } = await makeKey(await makeTenant('Globex'));
  for (const text of [secret, foreignSecret]) expect((await callMe('test', text)).status).toBe(200);
  const ask = (who: Page, keyId: string) => who.request.get(`/api/first-call?key=${keyId}`);
  const own = await ask(owner, key.id);
  expect(own.status()).toBe(200);
  // The gate stores what it recorded a second later.
  const seen = async () => (await (await ask(owner, key.id)).json()).call;
  await expect.poll(seen).toMatchObject({ path: '/v1/me', status: 200 });
  const denial = await ask(owner, foreign.id);
  expect(denial.status()).toBe(404);
  expect(await denial.json()).toEqual({ message: 'There is no such key.' });
  expect((await ask(owner, 'key_00000000000000000000000000')).status()).toBe(404);
  expect((await ask(page, key.id)).status()).toBe(401);
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
