import { beforeEach, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { db } from '#lib/db/prisma';
import { addDue, deliveryState, makeDue } from '#test/alert-deliveries';
import { openAlertMail } from '#test/alert-mail';
import { makeFiringAlert } from '#test/alerts';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { askAgain } from './ask-again.ts';
import { askDue } from './ask-due.ts';
import { deliverDue } from './deliver.ts';
import { saveChannel } from './save-channel.ts';
import { testChannel } from './test-channel.ts';

const FULL = 'full@elsewhere.example';
const FREE = 'free@elsewhere.example';
const mail = openAlertMail(['nobody@elsewhere.example']);
let tenant: Tenant;

beforeEach(async () => {
  tenant = await makeTenant();
});
/** A channel to addresses that confirmed. */
async function channelTo(...recipients: string[]): Promise<string> {
  const name = `Mail ${Math.random()}`;
  const draft = { kind: 'email' as const, name, enabled: true, recipients };
  const { channelId } = dataOf(await saveChannel(tenant.as('owner'), draft));
  await ownerPool().query(
    'UPDATE alert_recipients SET confirmed_at = now(), ask_due_at = NULL WHERE email = ANY ($1)',
    [recipients],
  );
  return channelId;
}

const dues = (channelId: string, count: number) =>
  Promise.all(Array.from({ length: count }, () => addDue(channelId, null)));

/** An address got so many mails, each `ago` before now. */
const got = (email: string, count: number, ago: string, kind = 'alert') =>
  ownerPool().query(
    `INSERT INTO alert_mails (email, about, kind, taken_at, sent_at)
     SELECT $1, 'before ' || $3 || n, $4::alert_mail_kind, now() - $3::interval, now() FROM generate_series(1, $2::int) n`,
    [email, count, ago, kind],
  );

const mailsTo = () => mail.mails.map(({ to }) => (to && 'text' in to ? to.text : '')).sort();

test('an address gets 20 mails an hour over all organizations, also of workers at once; none is lost', async () => {
  await dues(await channelTo(FREE), 13);
  tenant = await makeTenant('Other');
  await dues(await channelTo(FREE), 12);
  const other = createPool({ max: 4, name: 'test' });
  await Promise.all([deliverDue(mail.pool), deliverDue(other), deliverDue(mail.pool)]);
  await other.end();
  expect(mail.mails).toHaveLength(20);
  const { rows } = await ownerPool().query(
    `SELECT count(*)::int AS n, attempts, last_error AS note FROM alert_deliveries WHERE status = 'pending' GROUP BY 2, 3`,
  );
  const note = 'Waits for one address that got very many mails of alerts: sent later.';
  expect(rows).toEqual([{ n: 5, attempts: 0, note }]);
  await ownerPool().query(`UPDATE alert_mails SET taken_at = taken_at - interval '61 minutes'`);
  await makeDue();
  await deliverDue(mail.pool);
  expect(mail.mails).toHaveLength(25);
});

test('an address gets 60 mails a day', async () => {
  const channelId = await channelTo(FULL);
  await got(FULL, 59, '23 hours');
  const ids = await dues(channelId, 2);
  await deliverDue(mail.pool);
  const states = await Promise.all(ids.map(deliveryState));
  expect(states.map(({ status }) => status).sort()).toEqual(['pending', 'sent']);
  expect(states.find(({ status }) => status === 'pending')).toMatchObject({ minutes: 60 });
});

test('who has room is told at once and once, while another address of the delivery waits', async () => {
  const channelId = await channelTo(FREE, FULL);
  await got(FULL, 20, '10 minutes');
  const id = await addDue(channelId, null);
  for (let round = 0; round < 7; round++) {
    await deliverDue(mail.pool);
    expect(await deliveryState(id)).toMatchObject({ status: 'pending', attempts: 0, minutes: 50 });
    await makeDue();
  }
  expect(mailsTo()).toEqual([FREE]);
  await ownerPool().query(`UPDATE alert_mails SET taken_at = taken_at - interval '51 minutes'`);
  await deliverDue(mail.pool);
  expect(await deliveryState(id)).toMatchObject({ status: 'sent', note: '' });
  expect(mailsTo()).toEqual([FREE, FULL]);
});

test('the end of an alert waits for its beginning for each address alone', async () => {
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  const channelId = await channelTo(FREE, FULL);
  await got(FULL, 20, '10 minutes');
  await addDue(channelId, alertId, 'firing');
  await deliverDue(mail.pool);
  await addDue(channelId, alertId, 'resolved');
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([FREE, FREE]);
  await ownerPool().query(`UPDATE alert_mails SET taken_at = now() - interval '2 hours'`);
  await ownerPool().query(
    `UPDATE alert_deliveries SET next_attempt_at = now() WHERE event = 'resolved'`,
  );
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([FREE, FREE]);
  await makeDue();
  await deliverDue(mail.pool);
  await makeDue();
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([FREE, FREE, FULL, FULL]);
  expect(mail.mails.at(-1)?.subject).toMatch(/^Resolved/);
});

test('one person gets one mail of an alert, however many channels name them', async () => {
  const { alertId } = await makeFiringAlert(tenant.organizationId);
  const ids: string[] = [];
  for (let at = 0; at < 3; at++) {
    ids.push(await addDue(await channelTo(FREE), alertId, 'firing'));
  }
  await deliverDue(mail.pool);
  await makeDue();
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([FREE]);
  const states = await Promise.all(ids.map(deliveryState));
  expect(states.map(({ status, note }) => `${status} ${note}`).sort()).toEqual([
    'sent ',
    'sent Sent to one address by another channel.',
    'sent Sent to one address by another channel.',
  ]);
});

test('what was not sent takes no room, and a worker that died while sending stops nobody', async () => {
  const id = await addDue(await channelTo('nobody@elsewhere.example'), null);
  await deliverDue(mail.pool);
  expect(await deliveryState(id)).toMatchObject({ status: 'pending', attempts: 1 });
  expect(await db().alertMail.count()).toBe(0);
  const other = await addDue(await channelTo(FREE), null);
  await ownerPool().query(
    `INSERT INTO alert_mails (email, about, kind, delivery_id) VALUES ($1, $2, 'alert', $3)`,
    [FREE, `test ${other}`, other],
  );
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([]);
  await ownerPool().query(`UPDATE alert_mails SET taken_at = now() - interval '3 minutes'`);
  await makeDue();
  await deliverDue(mail.pool);
  expect(mailsTo()).toEqual([FREE]);
});

test('an address gets three links a day, whichever organizations ask; the fourth goes out a day later', async () => {
  for (let at = 0; at < 5; at++) {
    tenant = await makeTenant(`Organization ${at}`);
    const draft = { kind: 'email' as const, name: 'Mail', enabled: true, recipients: [FREE] };
    dataOf(await saveChannel(tenant.as('owner'), draft));
  }
  const other = createPool({ max: 4, name: 'test' });
  await Promise.all([askDue(mail.pool), askDue(other)]);
  await other.end();
  expect(mailsTo()).toEqual([FREE, FREE, FREE]);
  const { rows } = await ownerPool().query(
    'SELECT ask_attempts FROM alert_recipients WHERE ask_due_at IS NOT NULL',
  );
  expect(rows).toEqual([{ ask_attempts: 0 }, { ask_attempts: 0 }]);
  await ownerPool().query(`UPDATE alert_mails SET taken_at = taken_at - interval '25 hours'`);
  await ownerPool().query(
    'UPDATE alert_recipients SET ask_due_at = now() WHERE ask_due_at > now()',
  );
  await askDue(mail.pool);
  expect(mail.mails).toHaveLength(5);
});

test('an organization that is not active sends no alert, no test and no link', async () => {
  const ctx = tenant.as('owner');
  const draft = { kind: 'email' as const, name: 'New', enabled: true, recipients: [FULL] };
  const { channelId: asking } = dataOf(await saveChannel(ctx, draft));
  const channelId = await channelTo(FREE);
  const id = await addDue(channelId, null);
  await db().organization.update({
    where: { id: tenant.organizationId },
    data: { status: 'inactive' },
  });
  await deliverDue(mail.pool);
  expect(await askDue(mail.pool)).toBe(0);
  expect(await deliveryState(id)).toMatchObject({
    status: 'failed',
    note: 'The organization is not active.',
  });
  expect(codeOf(await testChannel(ctx, { channelId }))).toBe('conflict');
  await ownerPool().query(`UPDATE alert_recipients SET asked_at = now() - interval '61 minutes'`);
  expect(codeOf(await askAgain(ctx, { channelId: asking }))).toBe('conflict');
  expect(mail.mails).toEqual([]);
});
