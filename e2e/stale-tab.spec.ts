import { db } from '#lib/db/prisma';
import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';

test('a tab that shows the organization of before changes nothing', async ({ owner, tenant }) => {
  const globex = await makeTenant('Globex');
  const { actor } = tenant.as('owner');
  const userId = actor.kind === 'user' ? actor.id : '';
  const { organizationId } = globex;
  await db().membership.create({ data: { organizationId, userId, role: 'owner' } });

  await owner.goto('/settings/organization');
  const other = await owner.context().newPage();
  await other.goto('/test/overview');
  await other.getByRole('button', { name: 'Organization Acme' }).click();
  await other.getByRole('menuitemradio', { name: 'Globex' }).click();
  await expect(other.getByRole('button', { name: 'Organization Globex' })).toBeVisible();

  await owner.getByLabel('Name').fill('Renamed');
  await owner.getByRole('button', { name: 'Save' }).click();
  await expect(owner.getByText('You switched organization in another tab')).toBeVisible();
  const names = await db().organization.findMany({
    where: { id: { in: [organizationId, tenant.organizationId] } },
    orderBy: { name: 'asc' },
  });
  expect(names.map(({ name }) => name)).toEqual(['Acme', 'Globex']);

  await owner.reload();
  await owner.getByLabel('Name').fill('Globex renamed');
  await owner.getByRole('button', { name: 'Save' }).click();
  await expect(owner.getByText('Saved.')).toBeVisible();
});
