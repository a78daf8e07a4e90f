import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '#lib/ids';
import { outboxFolder } from '#lib/mail/send';
import { expectFit } from './fit.ts';
import { expect, test } from './fixtures.ts';

const OVER = 'This link was used already, or is too old.';

/** The addresses of links to a page that were mailed to somebody, as the mails' text has them. */
function linksTo(recipient: string, page = 'confirm-address'): string[] {
  const link = new RegExp(`https?://[^/\\s]+/${page}\\?token=[\\w-]+`);
  return readdirSync(outboxFolder())
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(outboxFolder(), name), 'utf8'))
    .filter((mail) => mail.includes(`To: ${recipient}`))
    .map((mail) => mail.replace(/=\r?\n/g, '').replaceAll('=3D', '='))
    .flatMap((mail) => link.exec(mail)?.[0] ?? []);
}

/** Presses the button of the page that a link leads to. */
async function confirm(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
}

/** Adds a mail channel to an address of nobody in the organization. */
async function addStranger(owner: Page): Promise<string> {
  const recipient = `${newId('ach').toLowerCase()}@agency.example`;
  await owner.goto('/live/alerts/channels/new?kind=email');
  await owner.getByLabel('Name').fill('On call');
  await owner.getByLabel('Recipients').fill(recipient);
  await owner.getByRole('button', { name: 'Add channel' }).click();
  await owner.waitForURL(/\/live\/alerts\?/);
  return recipient;
}

test('a stranger gets alerts only after pressing the button behind the link, which works once', async ({
  owner,
  page: stranger,
}) => {
  const recipient = await addStranger(owner);
  const channel = owner.getByRole('listitem').filter({ hasText: recipient });
  await expect(channel.getByText('Waiting', { exact: true })).toBeVisible();

  await expect.poll(() => linksTo(recipient), { timeout: 20_000 }).toHaveLength(1);
  const [link = ''] = linksTo(recipient);
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: 'Confirm your address' })).toBeVisible();
  await expectFit(stranger);
  await owner.reload();
  await expect(channel.getByText('Waiting', { exact: true })).toBeVisible();

  await stranger.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(stranger.getByText('Alerts of Acme go to your address from now on.')).toBeVisible();
  await owner.reload();
  await expect(channel).toBeVisible();
  await expect(channel.getByText('Waiting', { exact: true })).toHaveCount(0);

  for (const spent of [link, '/confirm-address?token=garbage', '/confirm-address']) {
    await confirm(stranger, spent);
    await expect(stranger.getByText(OVER), spent).toBeVisible();
    await expect(stranger.getByText('Confirmed')).toHaveCount(0);
  }
});

test('who confirmed can stop the alerts again, on a page or by one click of the mail program', async ({
  owner,
  page: stranger,
}) => {
  const recipient = await addStranger(owner);
  await expect.poll(() => linksTo(recipient), { timeout: 20_000 }).toHaveLength(1);
  await confirm(stranger, linksTo(recipient)[0] ?? '');
  await expect(stranger.getByText('Alerts of Acme go to your address from now on.')).toBeVisible();
  await owner.reload();
  const channel = owner.getByRole('listitem').filter({ hasText: recipient });
  await channel.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => linksTo(recipient, 'stop-alerts'), { timeout: 20_000 }).toHaveLength(1);
  const [link = ''] = linksTo(recipient, 'stop-alerts');

  await stranger.goto(link);
  await expectFit(stranger);
  await stranger.getByRole('button', { name: 'Get no more alerts' }).click();
  await expect(stranger.getByText('Alerts of Acme no longer go to your address.')).toBeVisible();
  await owner.reload();
  await expect(channel.getByText('Withdrawn', { exact: true })).toBeVisible();

  await stranger.getByRole('button', { name: 'Get them again' }).click();
  await expect(stranger.getByText('Alerts of Acme go to your address again.')).toBeVisible();
  await owner.reload();
  await expect(channel.getByText('Withdrawn', { exact: true })).toHaveCount(0);

  const oneClick = link.replace('/stop-alerts', '/api/stop-alerts');
  const form = { 'List-Unsubscribe': 'One-Click' };
  expect((await stranger.request.post(oneClick, { form })).status()).toBe(200);
  await owner.reload();
  await expect(channel.getByText('Withdrawn', { exact: true })).toBeVisible();
});
