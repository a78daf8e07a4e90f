import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { db } from '#lib/db/prisma';
import { settings } from '#lib/env';
import { newId } from '#lib/ids';
import { fireAlert, makeFiringAlert } from '#test/alerts';
import { startHookServer } from '#test/hook-server';
import { makeTenant } from '#test/tenant';
import { seedEndpoint } from '#test/webhooks';
import { expect, test } from './fixtures.ts';

test('rules are there from the start, and can be changed and snoozed', async ({ owner }) => {
  await owner.goto('/live/alerts');
  await expect(owner.getByText('Nothing fires in live.')).toBeVisible();
  const rules = owner.getByRole('table', { name: 'Alert rules, live' });
  await expect(rules.getByRole('row')).toHaveCount(8);

  await owner.getByRole('link', { name: 'Edit the rule Credits low' }).click();
  await owner.getByLabel('Fires at this figure or less').fill('many');
  await owner.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByLabel('Fires at this figure or less')).toBeFocused();
  await owner.getByLabel('Fires at this figure or less').fill('25');
  await owner.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByText('The rule is judged anew')).toBeVisible();
  await expect(rules).toContainText('at 25 % of a period’s credits or less');

  await owner.getByRole('button', { name: 'Snooze the rule Credits exhausted' }).click();
  await owner.getByRole('menuitem', { name: 'For 4 hours' }).click();
  await expect(rules.getByText('Snoozed until')).toBeVisible();
  await owner.getByRole('button', { name: 'End the snooze of the rule Credits exhausted' }).click();
  await expect(rules.getByText('Snoozed until')).toHaveCount(0);
});

test('a rule whose only channel is off says that it tells nobody', async ({ owner, tenant }) => {
  const off = { organizationId: tenant.organizationId };
  await db().alertChannel.updateMany({ where: off, data: { enabled: false } });
  await owner.goto('/live/alerts');
  const row = owner.getByRole('row', { name: /Credits low/ });
  await expect(row).toContainText('nobody');
  await expect(row).toContainText('every channel is off');
  await owner.getByRole('link', { name: 'Edit the rule Credits low' }).click();
  await expect(owner.getByText('It tells nobody: every channel is off')).toBeVisible();
});

test('a webhook at a private address is refused in place', async ({ owner }) => {
  await owner.goto('/test/alerts');
  await owner.getByRole('link', { name: 'Add Slack' }).click();
  await owner.getByLabel('Name').fill('Ops');
  await owner.getByLabel('Webhook address').fill('https://169.254.169.254/latest');
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await expect(owner.getByText('This address cannot be used.')).toBeVisible();
  await owner
    .getByLabel('Webhook address')
    .fill('https://hooks.slack.com/services/T0/B0/secret9876');
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await expect(owner.getByText('hooks.slack.com/…9876')).toBeVisible();
  await expect(owner.getByRole('main')).not.toContainText('secret9876');
});

test('alerts go to a webhook endpoint, and the page says when it is off', async ({
  owner,
  tenant,
}) => {
  const hook = await startHookServer();
  await owner.goto('/live/alerts');
  await owner.getByRole('link', { name: 'Add webhook' }).click();
  await expect(owner.getByText('No webhook endpoints in live')).toBeVisible();
  const { organizationId } = tenant;
  const { id } = await seedEndpoint(organizationId, { url: hook.url, events: ['session.ended'] });
  await owner.reload();
  await owner.getByLabel('Name').fill('Pager');
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await expect(owner.getByText('Choose an endpoint.')).toBeVisible();
  await owner.getByLabel('Endpoint', { exact: true }).selectOption(id);
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await expect(owner.getByRole('main')).toContainText('alerts of live only');

  await owner.getByRole('button', { name: 'Send a test to Pager' }).click();
  await expect.poll(() => hook.calls.length).toBe(1);
  const { alertId } = await fireAlert(organizationId, 'credits_exhausted', { enabled: false });
  const channel = await db().alertChannel.findFirstOrThrow({
    where: { organizationId, name: 'Pager' },
  });
  await db().alertDelivery.create({
    data: { id: newId('adl'), channelId: channel.id, alertId, event: 'firing' },
  });
  await expect
    .poll(() => hook.bodies.map((body) => JSON.parse(body).type))
    .toEqual(['webhook.test', 'credits.exhausted']);
  await owner.reload();
  const log = owner.getByRole('table', { name: 'Deliveries, live' });
  await expect(log.getByText('Handed to the endpoint')).toHaveCount(2);
  await log.getByRole('link', { name: 'Pager' }).first().click();
  await owner.waitForURL(`/live/webhooks/${id}`);
  await owner.getByRole('button', { name: 'Switch off' }).click();
  await expect(owner.getByRole('button', { name: 'Switch on' })).toBeVisible();
  await owner.goto('/live/alerts');
  await expect(owner.getByText('Endpoint off')).toBeVisible();
  await expect(owner.getByRole('button', { name: 'Send a test to Pager' })).toHaveCount(0);
  await owner.goto('/test/alerts/rules/new?kind=credits_low');
  await owner.getByRole('radio', { name: 'Only these' }).check();
  await expect(owner.getByRole('checkbox', { name: 'Owners and admins' })).toBeVisible();
  await expect(owner.getByRole('checkbox', { name: /Pager/ })).toHaveCount(0);
  await hook.close();
});

test('of several recipients the wrong one is named, and all stay in the field', async ({
  owner,
}) => {
  await owner.goto('/live/alerts/channels/new?kind=email');
  await owner.getByLabel('Name').fill('On call');
  const recipients = owner.getByLabel('Recipients');
  await recipients.fill('on-call@example.com\nnobody');
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await expect(owner.getByText('Address 2: Enter e-mail addresses, one a line.')).toBeVisible();
  await expect(recipients).toHaveAttribute('aria-invalid', 'true');
  await expect(recipients).toHaveValue('on-call@example.com\nnobody');
});

test('a test without a mail server lands in the outbox, and the page says so', async ({
  owner,
  tenant,
}) => {
  await owner.goto('/live/alerts');
  await expect(owner.getByText('E-mail does not leave this installation yet')).toBeVisible();
  await owner.getByRole('button', { name: 'Send a test to Owners and admins' }).click();
  await expect(owner.getByText('On its way')).toBeVisible();
  const log = owner.getByRole('table', { name: 'Deliveries, live' });
  await expect(log).toContainText('Kept as a file in the outbox.', { timeout: 20_000 });
  await expect(log).toContainText('Sent');
  const outbox = join(settings().dataDir, 'outbox');
  const mails = readdirSync(outbox).map((name) => readFileSync(join(outbox, name), 'utf8'));
  const { label } = tenant.as('owner').actor;
  expect(mails.filter((mail) => mail.includes(label))).toHaveLength(1);
});

test('a link that may not go out again is refused below the buttons, which stay in their row', async ({
  owner,
}) => {
  await owner.goto('/live/alerts/channels/new?kind=email');
  await owner.getByLabel('Name').fill('On call');
  await owner.getByLabel('Recipients').fill('on-call@elsewhere.example');
  await owner.getByRole('button', { name: 'Add channel' }).click();
  const again = owner.getByRole('button', { name: 'Send link again for On call' });
  await again.click();
  const note = owner.getByText('A link was sent not long ago');
  await expect(note).toBeVisible();
  const edit = owner.getByRole('link', { name: 'Edit the channel On call' });
  const [asked, edited, noted] = await Promise.all(
    [again, edit, note].map((one) => one.boundingBox()),
  );
  expect(edited?.y).toBe(asked?.y);
  expect(noted?.y).toBeGreaterThan(edited?.y ?? 0);
});

test('an alert that fires leads to what mends it; a viewer sees it without the means', async ({
  owner,
  tenant,
  pageOf,
}) => {
  const { alertId } = await makeFiringAlert(tenant.organizationId, { enabled: false });
  await owner.goto('/live/alerts');
  await owner.getByRole('link', { name: '60 % of calls were refused' }).first().click();
  await owner.waitForURL(`/live/alerts/${alertId}`);
  await expect(owner.getByRole('heading', { level: 1 })).toContainText('60 % of calls');
  await owner.getByRole('link', { name: 'See the keys' }).click();
  await owner.waitForURL('/live/keys');

  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto('/live/alerts');
  await expect(viewer.getByRole('main')).toContainText('60 % of calls were refused');
  await expect(viewer.getByRole('main')).toContainText('Owners and admins');
  await expect(viewer.getByRole('button', { name: /Snooze|Send a test/ })).toHaveCount(0);
  await expect(viewer.getByRole('heading', { name: 'Deliveries' })).toHaveCount(0);
  const stranger = await pageOf(await makeTenant('Stranger'));
  await stranger.goto(`/live/alerts/${alertId}`);
  await expect(stranger.getByRole('main')).not.toContainText('60 %');
});
