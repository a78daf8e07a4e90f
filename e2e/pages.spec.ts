import type { Page } from '@playwright/test';
import { makeFiringAlert } from '#test/alerts';
import { seedDelivery } from '#test/webhooks';
import { expectFit, findings } from './fit.ts';
import { expect, test } from './fixtures.ts';
import { makeKey, rotate } from './keys.ts';

async function inspectAll(page: Page, pages: Readonly<Record<string, string>>): Promise<void> {
  test.slow();
  for (const [name, path] of Object.entries(pages)) {
    await test.step(name, async () => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(path);
      await expectFit(page);
    });
  }
}

test.describe('accessible in both themes, never wider than the screen:', () => {
  test('pages for everybody', async ({ page }) => {
    await inspectAll(page, { 'sign in': '/sign-in', 'sign up': '/sign-up', nowhere: '/nowhere' });
  });

  test('the overview and the settings', async ({ owner }) => {
    await inspectAll(owner, {
      overview: '/test/overview',
      'first call': '/live/first-call',
      organization: '/settings/organization',
      profile: '/settings/profile',
      security: '/settings/security',
    });
  });

  test('credits, and lists of keys', async ({ owner, tenant }) => {
    const { key } = await makeKey(tenant);
    const { key: rotated } = await makeKey(tenant);
    await rotate(tenant, rotated.id);
    await inspectAll(owner, {
      credits: '/test/credits',
      keys: '/test/keys',
      'no match': '/test/keys?search=nothing',
      'no keys yet': '/live/keys',
      'revoke several': `/test/keys/revoke?key=${key.id}`,
      'rotate several': `/test/keys/rotate?key=${key.id}&key=${rotated.id}`,
      'none to rotate': `/test/keys/rotate?key=${rotated.id}`,
    });
  });

  test('alerts, their rules and channels', async ({ owner, tenant }) => {
    const { alertId, ruleId, channelId } = await makeFiringAlert(tenant.organizationId, {
      enabled: false,
    });
    await inspectAll(owner, {
      alerts: '/live/alerts',
      'nothing fires': '/test/alerts',
      'an alert': `/live/alerts/${alertId}`,
      'a rule': `/live/alerts/rules/${ruleId}`,
      'kinds of rules': '/live/alerts/rules/new',
      'a rule of signs': '/live/alerts/rules/new?kind=unusual_activity',
      'a channel': `/live/alerts/channels/${channelId}`,
      'a webhook': '/live/alerts/channels/new?kind=slack',
    });
  });

  test('webhooks', async ({ owner, tenant }) => {
    const { endpointId, deliveryId } = await seedDelivery(tenant.organizationId);
    const endpoint = `/live/webhooks/${endpointId}`;
    await inspectAll(owner, {
      endpoints: '/live/webhooks',
      'no endpoints': '/test/webhooks',
      'new endpoint': '/live/webhooks/new',
      'an endpoint': endpoint,
      'edit an endpoint': `${endpoint}/edit`,
      'a delivery': `${endpoint}/deliveries/${deliveryId}`,
    });
  });

  test('a key, and making one', async ({ owner, tenant }) => {
    const { key } = await makeKey(tenant);
    await inspectAll(owner, {
      'new test key': '/test/keys/new',
      'new live key': '/live/keys/new',
      'secret gone': `/test/keys/new?made=${key.id}`,
      'a key': `/test/keys/${key.id}`,
      edit: `/test/keys/${key.id}/edit`,
    });
  });

  test('requests', async ({ owner, tenant }) => {
    const { key } = await makeKey(tenant);
    await inspectAll(owner, {
      'no usage': '/live/usage',
      'no pressure': '/live/limits',
      'no calls': '/test/requests',
      'no match': '/test/requests?status=5xx',
      explain: '/test/requests/explain?id=nonsense',
      'not logged': '/test/requests/req_00000000000000000000000000',
      simulate: `/test/requests/simulate?key=${key.id}&method=POST&path=/v1/sessions&ip=::1`,
    });
  });

  test('rotating and revoking', async ({ owner, tenant }) => {
    const { key } = await makeKey(tenant);
    const { key: rotated } = await makeKey(tenant);
    await rotate(tenant, rotated.id);
    await inspectAll(owner, {
      rotate: `/test/keys/${key.id}/rotate`,
      revoke: `/test/keys/${key.id}/revoke`,
      'hand-over': `/test/keys/${rotated.id}`,
      'rotated already': `/test/keys/${rotated.id}/rotate`,
      'not found': '/test/keys/key_00000000000000000000000000',
    });
  });
});

test('the secret’s dialog is accessible in both themes and fits a phone', async ({ owner }) => {
  await owner.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await owner.setViewportSize({ width: 360, height: 740 });
  await owner.goto('/test/keys/new');
  await owner.getByLabel('Name').fill('On a phone');
  await owner.getByRole('button', { name: 'Create test key' }).click();
  const dialog = owner.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await owner.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findings(owner)).toEqual([]);
  }
  const box = await dialog.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
});
