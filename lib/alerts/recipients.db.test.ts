import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db/prisma';
import { resetEnv } from '#lib/env';
import { type AlertMail, openAlertMail } from '#test/alert-mail';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { askAgain } from './ask-again.ts';
import { askDue } from './ask-due.ts';
import { confirmRecipient } from './confirm-recipient.ts';
import { deliverDue } from './deliver.ts';
import { listChannels } from './list-channels.ts';
import { saveChannel } from './save-channel.ts';
import { testChannel } from './test-channel.ts';

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
const STRANGER = 'ops@elsewhere.example';
const mail = openAlertMail();
let tenant: Tenant;
let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'recipients-'));
  vi.stubEnv('DATA_DIR', dataDir);
  resetEnv();
});
afterAll(() => rmSync(dataDir, { recursive: true }));
beforeEach(async () => {
  tenant = await makeTenant();
});
const save = (recipients: string[], name = 'Mail', of = tenant) =>
  saveChannel(of.as('owner'), { kind: 'email', name, enabled: true, recipients });

async function channelTo(...recipients: string[]): Promise<string> {
  return dataOf(await save(recipients)).channelId;
}

/** The addresses that a test of the channel went to, and what the delivery log says. */
async function told(channelId: string): Promise<{ to: string[]; note: string }> {
  mail.mails.length = 0;
  const { deliveryId } = dataOf(await testChannel(tenant.as('owner'), { channelId }));
  await deliverDue(mail.pool);
  const { lastError } = await db().alertDelivery.findUniqueOrThrow({ where: { id: deliveryId } });
  return { to: mail.mails.flatMap(receivers), note: lastError };
}

function receivers(mail: AlertMail['mails'][number]): string[] {
  const to = mail.to && 'value' in mail.to ? mail.to.value : [];
  return to.map(({ address }) => address ?? '');
}

/** The token of the newest link that was mailed. */
function tokenMailed(): string {
  const text = mail.mails.at(-1)?.text ?? '';
  return /\/confirm-address\?token=([\w-]{43})\n/.exec(text)?.[1] ?? '';
}

const waiting = async () =>
  dataOf(await listChannels(tenant.as('owner'), {})).channels.flatMap(
    ({ details }) => details?.waiting ?? [],
  );
const confirm = (token: string) => confirmRecipient({ token }, origin);

test('a member needs no confirmation, a stranger gets one link and nothing else before it', async () => {
  const member = tenant.as('viewer').actor.label;
  const channelId = await channelTo(member, STRANGER);
  expect(await waiting()).toEqual([STRANGER]);
  expect(await told(channelId)).toEqual({
    to: [member],
    note: 'Not sent to one address that nobody confirmed yet.',
  });
  mail.mails.length = 0;
  expect(await askDue(mail.pool)).toBe(1);
  expect(await askDue(mail.pool)).toBe(0);
  expect(mail.mails.map(receivers)).toEqual([[STRANGER]]);

  expect(dataOf(await confirm(tokenMailed())).organization).toMatch(/./);
  expect(await waiting()).toEqual([]);
  expect((await told(channelId)).to.sort()).toEqual([member, STRANGER].sort());
  const audit = { organizationId: tenant.organizationId, action: 'alert_recipient.confirm' };
  expect(await db().auditEvent.count({ where: audit })).toBe(1);
});

test('nobody confirmed: nothing is sent, and the log says why', async () => {
  const channelId = await channelTo(STRANGER);
  const { to, note } = await told(channelId);
  expect(to).toEqual([]);
  expect(note).toBe('There is nobody to write to: confirmation is awaited of one address.');
  const [test] = await db().alertDelivery.findMany({ where: { channelId } });
  expect(test?.status).toBe('failed');
});

test('a link works once, for 7 days, and only the newest; all others are told alike', async () => {
  await channelTo(STRANGER);
  await askDue(mail.pool);
  const first = tokenMailed();
  await ownerPool().query('UPDATE alert_recipients SET ask_due_at = now()');
  await askDue(mail.pool);
  const token = tokenMailed();
  expect(token).not.toBe(first);
  const late = `UPDATE alert_recipients SET token_expires_at = token_expires_at - interval '7 days'`;
  await ownerPool().query(late);
  const refused = await confirm(token);
  await ownerPool().query(late.replace('- interval', '+ interval'));
  expect(codeOf(refused)).toBe('not_found');
  for (const wrong of [first, '', 'x', 'a'.repeat(43), `${token}a`]) {
    expect(await confirm(wrong)).toEqual(refused);
  }
  dataOf(await confirm(token));
  expect(await confirm(token)).toEqual(refused);
});

test('a token stands in no row', async () => {
  await channelTo(STRANGER);
  await askDue(mail.pool);
  const { rows } = await ownerPool().query<{ text: string }>(
    'SELECT row_to_json(a)::text AS text FROM alert_recipients a',
  );
  expect(rows).toHaveLength(1);
  const bytes = Buffer.from(tokenMailed()).toString('hex');
  for (const { text } of rows) {
    expect(text).not.toContain(tokenMailed());
    expect(text).not.toContain(bytes);
  }
});

test('a confirmation is for one organization', async () => {
  await channelTo(STRANGER);
  await askDue(mail.pool);
  dataOf(await confirm(tokenMailed()));
  tenant = await makeTenant('Other');
  const channelId = await channelTo(STRANGER);
  expect((await told(channelId)).to).toEqual([]);
  expect(await waiting()).toEqual([STRANGER]);
});

test('who left the organization has to confirm like others', async () => {
  const { actor } = tenant.as('viewer');
  const channelId = await channelTo(actor.label);
  expect((await told(channelId)).to).toEqual([actor.label]);
  const userId = actor.kind === 'user' ? actor.id : '';
  await db().membership.deleteMany({ where: { userId } });
  expect((await told(channelId)).to).toEqual([]);
});

test('a link is sent again once an hour, and not by saving, nor by taking the address out and in', async () => {
  const ctx = tenant.as('owner');
  const channelId = await channelTo(STRANGER);
  await askDue(mail.pool);
  const draft = { channelId, kind: 'email' as const, name: 'Mail', enabled: true };
  dataOf(await saveChannel(ctx, { ...draft, recipients: [] }));
  dataOf(await saveChannel(ctx, { ...draft, recipients: [STRANGER] }));
  expect(await askDue(mail.pool)).toBe(0);
  expect(codeOf(await askAgain(ctx, { channelId }))).toBe('rate_limited');
  await ownerPool().query(`UPDATE alert_recipients SET asked_at = now() - interval '61 minutes'`);
  dataOf(await saveChannel(ctx, { ...draft, recipients: [STRANGER] }));
  expect(await askDue(mail.pool)).toBe(0);
  const both = await Promise.all([1, 2].map(() => askAgain(ctx, { channelId })));
  expect(both.map(codeOf).sort()).toEqual(['done', 'rate_limited']);
  expect(await askDue(mail.pool)).toBe(1);
  dataOf(await confirm(tokenMailed()));
  await ownerPool().query(`UPDATE alert_recipients SET asked_at = now() - interval '61 minutes'`);
  expect(codeOf(await askAgain(ctx, { channelId }))).toBe('rate_limited');
});

test('each next link takes twice as long as the last, a week at most', async () => {
  const ctx = tenant.as('owner');
  const channelId = await channelTo(STRANGER);
  const after = async (minutes: number) => {
    await ownerPool().query(
      `UPDATE alert_recipients SET created_at = created_at - $1 * interval '1 minute',
         asked_at = asked_at - $1 * interval '1 minute'`,
      [minutes],
    );
    return codeOf(await askAgain(ctx, { channelId }));
  };
  expect(await after(61)).toBe('done');
  expect(await after(62)).toBe('done');
  expect(await after(62)).toBe('rate_limited');
  expect(await after(62)).toBe('done');
  expect(await after(40 * 24 * 60)).toBe('done');
  expect(await after(6 * 24 * 60)).toBe('rate_limited');
  expect(await after(24 * 60 + 1)).toBe('done');
});

test('no organization writes to more than 40 strangers a day, also not at once', async () => {
  const all = Array.from({ length: 4 }, (_, channel) =>
    save(
      Array.from({ length: 20 }, (_, at) => `x${channel}-${at}@elsewhere.example`),
      `Mail ${channel}`,
    ),
  );
  const codes = (await Promise.all(all)).map(codeOf).sort();
  expect(codes).toEqual(['done', 'done', 'rate_limited', 'rate_limited']);
  expect(await askDue(mail.pool)).toBe(40);
});

test('a mail server that is away is tried again with another link, five times at most', async () => {
  await channelTo(STRANGER);
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:1');
  resetEnv();
  for (let attempt = 0; attempt < 7; attempt++) {
    await askDue(mail.pool);
    await ownerPool().query(
      'UPDATE alert_recipients SET ask_due_at = now() WHERE ask_due_at > now()',
    );
  }
  vi.stubEnv('SMTP_URL', mail.url);
  resetEnv();
  const { rows } = await ownerPool().query('SELECT ask_attempts, ask_due_at FROM alert_recipients');
  expect(rows).toEqual([{ ask_attempts: 5, ask_due_at: null }]);
});

/** An organization as signing up makes it, whose owner proved no address. */
async function signedUp(): Promise<{ email: string; channelId: string }> {
  const { actor } = tenant.as('owner');
  await db().user.updateMany({ data: { emailProvenAt: null } });
  await db().membership.deleteMany({
    where: { organizationId: tenant.organizationId, role: 'admin' },
  });
  return { email: actor.label, channelId: await channelTo() };
}

test('an owner who signed up gets a link first, by the first alert; the page says so', async () => {
  const { email, channelId } = await signedUp();
  const { ownWaiting, channels } = dataOf(await listChannels(tenant.as('owner'), {}));
  expect(ownWaiting).toBe(email);
  expect(channels.find(({ id }) => id === channelId)?.details?.waiting).toEqual([email]);
  expect(await askDue(mail.pool)).toBe(0);
  expect((await told(channelId)).to).toEqual([]);
  expect((await told(channelId)).to).toEqual([]);
  expect(await askDue(mail.pool)).toBe(1);
  expect(mail.mails.map(receivers)).toEqual([[email]]);
  dataOf(await confirm(tokenMailed()));
  expect((await told(channelId)).to).toEqual([email]);
  expect(dataOf(await listChannels(tenant.as('owner'), {})).ownWaiting).toBeNull();
});

test('an owner who signed up can have the link sent before any alert', async () => {
  const { email, channelId } = await signedUp();
  dataOf(await askAgain(tenant.as('owner'), { channelId }));
  expect(await askDue(mail.pool)).toBe(1);
  expect(mail.mails.map(receivers)).toEqual([[email]]);
});

test('without a mail server no mail leaves, so members need not confirm', async () => {
  const { channelId } = await signedUp();
  vi.stubEnv('SMTP_URL', undefined);
  resetEnv();
  expect(await waiting()).toEqual([]);
  expect((await told(channelId)).note).toBe('Kept as a file in the outbox.');
  vi.stubEnv('SMTP_URL', mail.url);
  resetEnv();
});
