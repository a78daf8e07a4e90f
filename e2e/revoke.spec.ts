import { expect, test } from './fixtures.ts';
import { makeKey, readKey } from './keys.ts';
import { callMe } from './product.ts';
import { textOf } from './text-of.ts';

test('a live key in use is revoked only with its name typed', async ({ owner, tenant }) => {
  const { key, secret } = await makeKey(tenant, { name: 'Checkout', environment: 'live' });
  expect((await callMe('live', secret)).status).toBe(200);
  await expect.poll(async () => (await readKey(tenant, key.id)).lastUsedAt).not.toBeNull();

  await owner.goto(`/live/keys/${key.id}/revoke`);
  await owner.getByLabel('Type Checkout to confirm').fill('checkout');
  await owner.getByRole('button', { name: 'Revoke for good' }).click();
  await expect(owner.getByLabel('Type Checkout to confirm')).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  expect((await callMe('live', secret)).status).toBe(200);

  await owner.getByLabel('Type Checkout to confirm').fill('Checkout');
  await owner.getByRole('button', { name: 'Revoke for good' }).click();
  await expect(owner.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
  expect(await callMe('live', secret)).toEqual({ status: 401, code: 'api_key_revoked' });
  await owner.reload();
  await expect(owner.getByText('This key is revoked')).toBeVisible();
});

test('a rotation without overlap ends the old key at once and says so', async ({
  owner,
  tenant,
}) => {
  const { key, secret } = await makeKey(tenant, { name: 'Leaked' });
  await owner.goto(`/test/keys/${key.id}/rotate`);
  await owner.getByRole('radio', { name: 'None' }).check();
  await owner.getByRole('button', { name: 'Rotate and show the new key' }).click();
  const next = await textOf(owner.locator('[data-secret]'));
  expect(await callMe('test', secret)).toEqual({ status: 401, code: 'api_key_revoked' });
  await owner.getByRole('button', { name: 'I have stored it' }).click();
  await expect(owner.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
  expect((await callMe('test', next)).status).toBe(200);
});

test('the end of an overlap can be moved', async ({ owner, tenant }) => {
  const { key } = await makeKey(tenant, { name: 'Slow team' });
  await owner.goto(`/test/keys/${key.id}/rotate`);
  await owner.getByRole('radio', { name: '1 hour' }).check();
  await owner.getByRole('button', { name: 'Rotate and show the new key' }).click();
  await owner.getByRole('button', { name: 'I have stored it' }).click();
  const before = Date.parse((await readKey(tenant, key.id)).retiresAt ?? '');
  await owner.getByRole('button', { name: 'Extend…' }).click();
  await owner.getByRole('radio', { name: '7 days' }).check();
  await owner.getByRole('button', { name: 'Extend', exact: true }).click();
  await expect(owner.getByRole('alertdialog')).toBeHidden();
  const after = Date.parse((await readKey(tenant, key.id)).retiresAt ?? '');
  expect(after - before).toBeGreaterThan(6 * 86_400_000);
});
