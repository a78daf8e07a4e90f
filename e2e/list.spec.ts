import { expect, test } from './fixtures.ts';
import { makeKey, readKey } from './keys.ts';

test('search, filter, order and page are in the address', async ({ owner, tenant }) => {
  test.slow();
  for (let index = 0; index < 27; index += 3) {
    const names = [0, 1, 2].map((step) => `Worker ${String(index + step).padStart(2, '0')}`);
    await Promise.all(names.map((name) => makeKey(tenant, { name })));
  }
  await owner.goto('/test/keys?sort=name');
  const rows = owner.getByRole('row', { name: /Worker/ });
  await expect(rows).toHaveCount(25);
  await expect(rows.first()).toContainText('Worker 00');
  await expect(owner.getByText(/25 of 27 keys · data as of \d\d:\d\d:\d\d UTC/)).toBeVisible();
  await owner.getByRole('link', { name: 'Next' }).click();
  await expect(rows).toHaveCount(2);
  await owner.reload();
  await expect(rows).toHaveCount(2);
  await owner.getByRole('link', { name: 'Previous' }).click();
  await expect(rows).toHaveCount(25);

  await owner.getByRole('searchbox').fill('worker 1');
  await owner.waitForURL(/search=worker\+1/);
  await expect(rows).toHaveCount(10);
  await owner.getByLabel('Permission').selectOption('webhooks:manage');
  await owner.waitForURL(/permission=webhooks/);
  await expect(rows).toHaveCount(10);
  await owner.getByLabel('State').selectOption('revoked');
  await expect(owner.getByText('No key matches')).toBeVisible();
  await owner.getByRole('button', { name: 'Clear' }).click();
  await owner.waitForURL(/keys\?sort=name$/);
  await expect(rows).toHaveCount(25);
});

test('several keys are revoked at once, with one receipt', async ({ owner, tenant }) => {
  const keys = [];
  for (const name of ['One', 'Two', 'Three']) keys.push((await makeKey(tenant, { name })).key);
  await owner.goto('/test/keys');
  await owner.getByRole('checkbox', { name: 'Select One' }).check();
  await owner.getByRole('checkbox', { name: 'Select Two' }).check();
  await expect(owner.getByText('2 keys selected')).toBeVisible();
  await owner.getByRole('link', { name: 'Revoke…' }).click();
  await owner.getByRole('button', { name: 'Revoke 2 keys for good' }).click();
  await expect(owner.locator('[data-receipt]')).toContainText('confirmed by 1 of 1 gate');
  const states = await Promise.all(keys.map(async ({ id }) => (await readKey(tenant, id)).state));
  expect(states).toEqual(['revoked', 'revoked', 'active']);
});

test('an edit is in force on the next call', async ({ owner, tenant }) => {
  const { key } = await makeKey(tenant, { name: 'Before' });
  await owner.goto(`/test/keys/${key.id}/edit`);
  await owner.getByLabel('Name').fill('After');
  await owner.getByRole('radio', { name: 'Read only' }).check();
  await owner.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByText('The change is in force from the next call on.')).toBeVisible();
  await expect(owner.getByRole('heading', { name: 'After' })).toBeVisible();
  await expect(owner.getByText('edited the key')).toBeVisible();
  expect((await readKey(tenant, key.id)).preset).toBe('read_only');
});
