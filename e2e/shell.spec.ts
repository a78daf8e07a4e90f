import { db } from '#lib/db/prisma';
import { makeTenant } from '#test/tenant';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { pressFor, search } from './shortcuts.ts';

test('the environment is switched on the page at hand, and settings remember it', async ({
  owner,
  tenant,
}) => {
  await makeKey(tenant, { name: 'In test' });
  await makeKey(tenant, { name: 'In live', environment: 'live' });
  await owner.goto('/test/keys');
  await expect(owner.getByRole('link', { name: 'In test' })).toBeVisible();
  const environments = owner.getByRole('navigation', { name: 'Environment' });
  await environments.getByRole('link', { name: 'Live' }).click();
  await owner.waitForURL('/live/keys');
  await expect(owner.getByRole('link', { name: 'In live' })).toBeVisible();
  await expect(owner.getByRole('link', { name: 'In test' })).toHaveCount(0);
  await expect(environments.getByRole('link', { name: 'Live' })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await owner.goto('/settings/profile');
  await expect(environments).toHaveCount(0);
  const navigation = owner.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'API keys' })).toHaveAttribute(
    'href',
    '/live/keys',
  );
});

test('an address that was cut after the environment leads to its overview', async ({ owner }) => {
  for (const environment of ['live', 'test']) {
    await owner.goto(`/${environment}`);
    await owner.waitForURL(`/${environment}/overview`);
  }
  expect((await owner.goto('/staging'))?.status()).toBe(404);
});

test('the theme follows the system until one is chosen, which a reload keeps', async ({
  owner,
}) => {
  const html = owner.locator('html');
  await owner.emulateMedia({ colorScheme: 'dark' });
  await owner.goto('/test/overview');
  await expect(html).toHaveClass(/dark/);
  await owner.getByRole('button', { name: 'Theme' }).click();
  await owner.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(html).toHaveClass(/light/);
  await owner.reload();
  await expect(html).toHaveClass(/light/);
  await expect(html).not.toHaveClass(/dark/);
  await owner.getByRole('button', { name: 'Theme' }).click();
  await owner.getByRole('menuitemradio', { name: 'System' }).click();
  await expect(html).toHaveClass(/dark/);
});

test('whoever is in two organizations goes from one to the other', async ({ owner, tenant }) => {
  const other = await makeTenant('Globex');
  const { actor } = tenant.as('owner');
  if (actor.kind !== 'user') throw new Error('the owner is a person');
  await db().membership.create({
    data: { organizationId: other.organizationId, userId: actor.id, role: 'viewer' },
  });
  await makeKey(tenant, { name: 'Of Acme' });
  await makeKey(other, { name: 'Of Globex' });
  await owner.goto('/test/keys');
  await expect(owner.getByRole('link', { name: 'Of Acme' })).toBeVisible();
  await owner.getByRole('button', { name: 'Organization Acme' }).click();
  await owner.getByRole('menuitemradio', { name: 'Globex' }).click();
  await owner.waitForURL('/test/overview');
  await expect(owner.getByRole('button', { name: 'Organization Globex' })).toBeVisible();
  await owner.getByRole('navigation', { name: 'Main' }).getByText('API keys').click();
  await expect(owner.getByRole('link', { name: 'Of Globex' })).toBeVisible();
  await expect(owner.getByRole('link', { name: 'Of Acme' })).toHaveCount(0);
  // The role is the one in that organization.
  await expect(owner.getByRole('link', { name: 'Create test key' })).toHaveCount(0);

  await search(owner, 'organization acme');
  await owner.keyboard.press('Enter');
  await expect(owner.getByRole('button', { name: 'Organization Acme' })).toBeVisible();
});

test('the palette finds, goes and acts, by the keyboard alone', async ({ owner, tenant }) => {
  const { key } = await makeKey(tenant, { name: 'Needle in the haystack' });
  await owner.goto('/test/overview');
  const palette = owner.getByRole('dialog', { name: 'Search or jump to' });
  await search(owner, 'haystack');
  await expect(palette.getByRole('option', { name: /Needle/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await owner.keyboard.press('Enter');
  await owner.waitForURL(`/test/keys/${key.id}`);
  await expect(palette).toBeHidden();

  await search(owner, 'switch to the live');
  await owner.keyboard.press('Enter');
  await owner.waitForURL('/live/keys');
  await search(owner, 'create');
  await owner.keyboard.press('Enter');
  await owner.waitForURL('/live/keys/new');

  await search(owner, 'toggle');
  await owner.keyboard.press('Enter');
  await expect(owner.locator('html')).toHaveClass(/dark/);
  await search(owner, 'nothing of the kind');
  await expect(palette.getByText(/matches “nothing of the kind”/)).toBeVisible();
  await owner.keyboard.press('Escape');
  await expect(palette).toBeHidden();

  await owner.goto('/live/credits');
  await pressFor(owner, '?', owner.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  await owner.keyboard.press('Escape');
  await owner.keyboard.press('g');
  await owner.keyboard.press('k');
  await owner.waitForURL('/live/keys');
});

test('a menu whose code cannot be fetched says so, and opens when it can', async ({ owner }) => {
  await owner.goto('/test/overview');
  const button = owner.getByRole('button', { name: /, account of / });
  await owner.route('**/_next/static/chunks/**', (route) => route.abort());
  const alert = owner.getByRole('alert').filter({ hasText: 'This menu could not be loaded.' });
  await expect(async () => {
    await button.click();
    await expect(alert).toBeVisible({ timeout: 2000 });
  }).toPass();
  await owner.unrouteAll();
  await button.click();
  await expect(owner.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('a menu opened with a key marks an item at once, also the first time', async ({ owner }) => {
  for (const [key, item] of [
    ['Enter', 'System'],
    ['ArrowUp', 'Dark'],
  ] as const) {
    await owner.goto('/test/overview', { waitUntil: 'networkidle' });
    await owner.getByRole('button', { name: 'Theme' }).focus();
    await owner.keyboard.press(key);
    await expect(owner.getByRole('menuitemradio', { name: item })).toBeFocused();
    await owner.keyboard.press('Escape');
    await expect(owner.getByRole('button', { name: 'Theme' })).toBeFocused();
  }
});

test('a page is fetched ahead when somebody points at its link, and not before', async ({
  owner,
}) => {
  const ahead: string[] = [];
  owner.on('request', (request) => {
    if (request.headers()['next-router-prefetch'] === '1')
      ahead.push(new URL(request.url()).pathname);
  });
  await owner.goto('/test/overview', { waitUntil: 'networkidle' });
  expect(ahead).toEqual([]);
  const link = owner.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Usage' });
  await expect(async () => {
    await owner.mouse.move(0, 0);
    await link.hover();
    expect(ahead).toContain('/test/usage');
  }).toPass();
  expect(new Set(ahead)).toEqual(new Set(['/test/usage']));
});
