import { Webhook } from 'standardwebhooks';
import { db } from '#lib/db/prisma';
import { startHookServer } from '#test/hook-server';
import { makeTenant } from '#test/tenant';
import { seedDelivery } from '#test/webhooks';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';

test('an endpoint is added, tested, sent to again, and gets a new secret', async ({ owner }) => {
  const hook = await startHookServer((response) => response.end('thank you'));
  await owner.goto('/test/webhooks');
  await owner.getByRole('link', { name: 'Add endpoint' }).first().click();
  await owner.getByLabel('Address').fill('https://169.254.169.254/latest');
  await owner.getByRole('checkbox', { name: 'session.ended' }).check();
  await owner.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(owner.getByText('This address cannot be used.')).toBeVisible();
  await owner.getByLabel('Address').fill(hook.url);
  await expect(owner.getByRole('checkbox', { name: 'session.ended' })).toBeChecked();
  await owner.getByRole('button', { name: 'Add endpoint' }).click();
  const dialog = owner.getByRole('alertdialog');
  const old = (await dialog.locator('[data-secret]').textContent()) ?? '';
  expect(old).toMatch(/^whsec_/);
  await owner.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await owner.waitForURL(/\/test\/webhooks\/wh_/);

  await owner.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => hook.calls.length).toBe(1);
  expect(verified(hook.calls[0], old)).toMatchObject({ type: 'webhook.test', environment: 'test' });
  const log = owner.getByRole('table', { name: 'Deliveries' });
  await expect(log).toContainText('Delivered');
  await log.getByRole('link', { name: 'webhook.test' }).click();
  await expect(owner.getByRole('region', { name: 'Payload' })).toContainText('this is a test');
  await expect(owner.getByRole('region', { name: 'Answer 1' })).toContainText('thank you');

  await owner.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => hook.calls.length).toBe(2);
  expect(hook.calls[1]?.body).toBe(hook.calls[0]?.body);
  await owner.waitForURL(/saved=again/);
  await expect(log.getByRole('row')).toHaveCount(3);

  await owner.getByRole('button', { name: 'Rotate secret' }).click();
  await dialog.getByRole('button', { name: 'Rotate secret' }).click();
  await expect(dialog).toContainText('Store this signing secret now');
  const secret = (await dialog.locator('[data-secret]').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await expect(owner.getByRole('main')).toContainText('The old one signs as well until');
  await owner.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => hook.calls.length).toBe(3);
  for (const one of [old, secret]) expect(verified(hook.calls[2], one)).toBeTruthy();
  await owner.reload();
  for (const one of [old, secret]) expect(await owner.content()).not.toContain(one);
  await hook.close();
});

function verified(
  call: Awaited<ReturnType<typeof startHookServer>>['calls'][number] | undefined,
  secret: string,
): unknown {
  return new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>);
}

test('an endpoint is edited, switched off and on, and removed', async ({ owner, tenant }) => {
  const { endpointId } = await seedDelivery(tenant.organizationId);
  await owner.goto(`/live/webhooks/${endpointId}`);
  await owner.getByRole('link', { name: 'Edit', exact: true }).click();
  await owner.getByLabel('Address').fill('https://93.184.216.34/other');
  await owner.getByRole('checkbox', { name: 'session.created' }).uncheck();
  await owner.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByText('Choose at least one event.')).toBeVisible();
  await owner.getByRole('checkbox', { name: 'credits.low', exact: true }).check();
  await owner.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByText('The change is in force')).toBeVisible();
  await owner.getByRole('button', { name: 'Switch off' }).click();
  await expect(owner.getByRole('button', { name: 'Send a test' })).toHaveCount(0);
  await owner.getByRole('button', { name: 'Switch on' }).click();
  await expect(owner.getByRole('button', { name: 'Send a test' })).toBeVisible();
  await owner.getByRole('button', { name: 'Remove' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await owner.waitForURL('/live/webhooks');
  await expect(owner.getByText('No endpoints yet')).toBeVisible();
});

test('a viewer sees endpoints without the means, billing and strangers see nothing', async ({
  tenant,
  pageOf,
}) => {
  const { endpointId, deliveryId } = await seedDelivery(tenant.organizationId);
  const path = `/live/webhooks/${endpointId}`;
  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto(path);
  await expect(viewer.getByRole('heading', { level: 1 })).toHaveText('hooks.example.com/in');
  await expect(viewer.getByRole('button', { name: /Send|Switch|Rotate|Remove/ })).toHaveCount(0);
  const billing = await pageOf(tenant, 'billing');
  await billing.goto(path);
  await expect(billing.getByRole('main')).toContainText('Your role can’t see webhooks');
  const stranger = await pageOf(await makeTenant('Stranger'));
  for (const address of [path, `${path}/deliveries/${deliveryId}`]) {
    await stranger.goto(address);
    await expect(stranger.getByRole('main')).not.toContainText('hooks.example.com');
  }
});

test('the overview leads to an endpoint that was switched off automatically', async ({
  owner,
  tenant,
  pageOf,
}) => {
  const { endpointId } = await seedDelivery(tenant.organizationId);
  const title = 'The webhook endpoint hooks.example.com/in was switched off';
  await makeKey(tenant, { environment: 'live' });
  const off = { enabled: false, disabledReason: 'gone', disabledAt: new Date() } as const;
  await db().webhookEndpoint.update({ where: { id: endpointId }, data: off });
  const billing = await pageOf(tenant, 'billing');
  await billing.goto('/live/overview');
  await expect(billing.getByRole('region', { name: 'Needs attention' })).not.toContainText(title);
  await owner.goto('/live/overview');
  await expect(owner.getByText(title)).toBeVisible();
  await expect(owner.getByRole('main')).toContainText('answered 410 Gone');
  await owner.getByRole('link', { name: 'Open the endpoint' }).click();
  await owner.waitForURL(`/live/webhooks/${endpointId}`);
  await owner.getByRole('button', { name: 'Switch on' }).click();
  await expect(owner.getByRole('button', { name: 'Switch off' })).toBeVisible();
  await owner.goto('/live/overview');
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await expect(owner.getByText(title)).toHaveCount(0);
});
