import { expect, test } from './fixtures.ts';

test('names are changed where they are shown, by those who may', async ({
  owner,
  tenant,
  pageOf,
}) => {
  const save = owner.getByRole('button', { name: 'Save' });
  await owner.goto('/settings/organization');
  await owner.getByLabel('Organization name').fill(' ');
  await save.click();
  await expect(owner.getByLabel('Organization name')).toBeFocused();
  await expect(owner.getByText('Enter a name.')).toBeVisible();
  await owner.getByLabel('Organization name').fill('Initech');
  await save.click();
  await expect(owner.getByText('Saved.')).toBeVisible();
  await expect(owner.getByRole('button', { name: 'Organization Initech' })).toBeVisible();

  await owner.goto('/settings/profile');
  await owner.getByLabel('Your name').fill('Grace Hopper');
  await save.click();
  await expect(owner.getByText('Saved.')).toBeVisible();
  await expect(owner.getByRole('button', { name: 'GH, account of Grace Hopper' })).toBeVisible();
  await owner.reload();
  await expect(owner.getByLabel('Your name')).toHaveValue('Grace Hopper');

  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto('/settings/organization');
  await expect(viewer.getByRole('main')).toContainText('Initech');
  await expect(viewer.getByText('Your role (viewer) cannot change it.')).toBeVisible();
  await expect(viewer.getByLabel('Organization name')).toHaveCount(0);
});
