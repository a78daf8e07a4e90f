import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPool } from '#lib/db/pool';
import { env, resetEnv } from '#lib/env';
import { closeMail, outboxFolder } from '#lib/mail/send';
import { REFUSAL } from '#lib/outbound/address';
import { addDue, deliveryState, makeDue } from '#test/alert-deliveries';
import { makeFiringAlert } from '#test/alerts';
import { ownerPool } from '#test/database';
import { type HookServer, startHookServer } from '#test/hook-server';
import { type MailServer, startMailServer } from '#test/mail-server';
import { dataOf, makeTenant, type Tenant } from '#test/tenant';
import { deliverDue } from './deliver.ts';
import { saveChannel } from './save-channel.ts';
import { testChannel } from './test-channel.ts';

let pool: Pool;
let tenant: Tenant;
let dataDir: string;
const servers: { close: () => Promise<void> }[] = [];

beforeAll(() => {
  pool = createPool({ max: 4, name: 'test' });
});
afterAll(() => pool.end());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'outbox-'));
  await ownerPool().query('DELETE FROM alert_deliveries');
  await ownerPool().query('DELETE FROM alert_mails');
  set({ DATA_DIR: dataDir, WEBHOOK_ALLOW_LOOPBACK: '1' });
  tenant = await makeTenant('Acme & <Sons>');
});
afterEach(async () => {
  closeMail();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  vi.unstubAllEnvs();
  resetEnv();
  rmSync(dataDir, { recursive: true });
});

function set(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  resetEnv();
}

async function mailServer(refuse: string[] = []): Promise<MailServer> {
  const server = await startMailServer(refuse);
  servers.push(server);
  set({ SMTP_URL: server.url, MAIL_FROM: 'Portal <portal@example.com>' });
  return server;
}

async function hookServer(answer?: Parameters<typeof startHookServer>[0]): Promise<HookServer> {
  const server = await startHookServer(answer);
  servers.push(server);
  return server;
}

async function slackChannel(url: string): Promise<string> {
  const draft = { kind: 'slack', name: 'Ops', enabled: true, url } as const;
  return dataOf(await saveChannel(tenant.as('owner'), draft)).channelId;
}

async function mailChannel(...recipients: string[]): Promise<string> {
  const draft = { kind: 'email', name: 'Mail', enabled: true, recipients } as const;
  const { channelId } = dataOf(await saveChannel(tenant.as('owner'), draft));
  await ownerPool().query('UPDATE alert_recipients SET confirmed_at = now()');
  return channelId;
}

test('mail and Slack say the same, with the link to the alert', async () => {
  const smtp = await mailServer();
  const hook = await hookServer();
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  await addDue(await mailChannel('ops@example.com'), alertId);
  await addDue(await slackChannel(hook.url), alertId);
  expect(await deliverDue(pool)).toBe(2);

  const mail = smtp.mails[0];
  const slack = JSON.parse(hook.bodies[0] ?? '{}');
  const title = '60 % of calls were refused';
  expect(mail?.subject).toBe(title);
  expect(mail?.from?.text).toBe('"Portal" <portal@example.com>');
  const lines = (mail?.text ?? '').split('\n').filter((line) => line !== '');
  const said = slack.text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split('\n');
  const link = `${env().portalUrl}/live/alerts/${alertId}`;
  expect(said).toEqual([title, ...lines.slice(1, -4), `<${link}|Open the alert>`]);
  expect(lines.at(-4)).toBe(`Open the alert: ${link}`);
  const [head, body, foot] = slack.blocks;
  expect([head.text.text, body.text.text, foot.elements[0].text].join('\n')).toBe(slack.text);
  expect(lines).toContainEqual(expect.stringContaining('Acme & <Sons>, live environment'));
  expect(slack.text).toMatch(/In the \d+ minutes before \d+ \w{3} \d{4}, \d\d:\d\d UTC, /);
  expect(slack.text).not.toMatch(/\dT\d\d:/);
  expect(mail?.html).toContain('Acme &amp; &lt;Sons&gt;, live environment');
  expect(mail?.html).toContain(`href="${link}"`);
});

test('an alert’s beginning goes before its end, also when the beginning had to wait', async () => {
  const hook = await hookServer();
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  const channel = await slackChannel(hook.url);
  const first = await addDue(channel, alertId);
  await addDue(channel, alertId, 'resolved');
  await ownerPool().query(
    `UPDATE alerts SET resolved_at = now(), resolution = '{"why": "fewer_refused"}' WHERE id = $1`,
    [alertId],
  );
  await ownerPool().query(
    `UPDATE alert_deliveries SET next_attempt_at = now() + interval '1 minute' WHERE id = $1`,
    [first],
  );
  expect(await deliverDue(pool)).toBe(0);
  await makeDue();
  expect(await deliverDue(pool)).toBe(2);
  expect(hook.bodies.map((body) => JSON.parse(body).text.split('\n')[0])).toEqual([
    '60 % of calls were refused',
    'Resolved: 60 % of calls were refused',
  ]);
  expect(hook.bodies[1]).toContain('Fewer calls are refused again.');
});

test('without a mail server a mail is a file that only its owner may read', async () => {
  const channelId = await mailChannel();
  dataOf(await testChannel(tenant.as('admin'), { channelId }));
  expect(await deliverDue(pool)).toBe(1);
  const paths = readdirSync(outboxFolder()).map((file) => join(outboxFolder(), file));
  expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
  const mails = await Promise.all(paths.map((path) => simpleParser(readFileSync(path))));
  expect(new Set(mails.map(({ subject }) => subject))).toEqual(
    new Set(['Test of the channel “Mail”']),
  );
  const leaders = [tenant.as('owner'), tenant.as('admin')].map(({ actor }) => actor.label);
  const to = mails.map((mail) => (mail.to && 'text' in mail.to ? mail.to.text : ''));
  expect(to.sort()).toEqual(leaders.sort());
});

test('what fails is tried after 1, 5, 30 and 120 minutes, then given up', async () => {
  const hook = await hookServer((response) => response.writeHead(500).end());
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  const id = await addDue(await slackChannel(hook.url), alertId);
  for (const [attempts, minutes] of [
    [1, 1],
    [2, 5],
    [3, 30],
    [4, 120],
  ]) {
    await deliverDue(pool);
    expect(await deliveryState(id)).toEqual({
      status: 'pending',
      attempts,
      minutes,
      note: 'Answered 500.',
    });
    expect(await deliverDue(pool)).toBe(0);
    await makeDue();
  }
  await deliverDue(pool);
  expect(await deliveryState(id)).toMatchObject({ status: 'failed', attempts: 5 });
  await makeDue();
  expect(await deliverDue(pool)).toBe(0);
  expect(hook.bodies).toHaveLength(5);
});

test('a worker that died while sending leaves it for another', async () => {
  const hook = await hookServer();
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  const id = await addDue(await slackChannel(hook.url), alertId);
  await ownerPool().query('UPDATE alert_deliveries SET attempts = 5 WHERE id = $1', [id]);
  await deliverDue(pool);
  expect(await deliveryState(id)).toMatchObject({ status: 'failed' });
  expect(hook.bodies).toEqual([]);
});

test('two workers at once send each delivery once', async () => {
  const hook = await hookServer();
  const channel = await slackChannel(hook.url);
  for (let n = 0; n < 30; n++) {
    const { alertId } = await makeFiringAlert(tenant.organizationId);
    await addDue(channel, alertId);
  }
  const other = createPool({ max: 4, name: 'test' });
  const made = await Promise.all([deliverDue(pool), deliverDue(other), deliverDue(pool)]);
  await other.end();
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(30);
  expect(hook.bodies).toHaveLength(30);
});

describe('whoever is at fault is told to the log, without secrets', () => {
  test('a mail server that is away, and one that takes nobody', async () => {
    const server = await mailServer(['nobody@example.com']);
    const { alertId } = await makeFiringAlert(tenant.organizationId);
    const id = await addDue(await mailChannel('nobody@example.com'), alertId);
    await deliverDue(pool);
    expect((await deliveryState(id)).note).toBe('The mail server did not take it (EENVELOPE 550).');
    await server.close();
    servers.splice(0);
    closeMail();
    await makeDue();
    await deliverDue(pool);
    expect((await deliveryState(id)).note).toMatch(
      /^The mail server could not be reached \(E\w+\)\.$/,
    );
  });

  test('an address that the server refuses beside one that it takes', async () => {
    const server = await mailServer(['nobody@example.com']);
    const { alertId } = await makeFiringAlert(tenant.organizationId);
    const id = await addDue(await mailChannel('nobody@example.com', 'ops@example.com'), alertId);
    await deliverDue(pool);
    expect(server.mails).toHaveLength(1);
    expect(await deliveryState(id)).toMatchObject({
      status: 'sent',
      note: 'Refused for 1 of 2 addresses.',
    });
  });

  test('a webhook that turned private, and a channel that was switched off', async () => {
    const hook = await hookServer();
    const channel = await slackChannel(hook.url);
    const { alertId } = await makeFiringAlert(tenant.organizationId);
    const id = await addDue(channel, alertId);
    set({ WEBHOOK_ALLOW_LOOPBACK: '0' });
    await deliverDue(pool);
    expect((await deliveryState(id)).note).toBe(REFUSAL);
    await ownerPool().query('UPDATE alert_channels SET enabled = false WHERE id = $1', [channel]);
    await makeDue();
    await deliverDue(pool);
    expect(await deliveryState(id)).toMatchObject({
      status: 'failed',
      note: 'The channel was switched off.',
    });
    expect(hook.bodies).toEqual([]);
  });
});
