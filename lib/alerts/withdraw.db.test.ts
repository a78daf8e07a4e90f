import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { openAlertMail } from '#test/alert-mail';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { askAgain } from './ask-again.ts';
import { askDue } from './ask-due.ts';
import { deliverDue } from './deliver.ts';
import { listChannels } from './list-channels.ts';
import { saveChannel } from './save-channel.ts';
import { testChannel } from './test-channel.ts';
import { withdrawRecipient } from './withdraw-recipient.ts';

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
const STRANGER = 'ops@elsewhere.example';
const mail = openAlertMail();
let tenant: Tenant;
let channelId: string;

beforeEach(async () => {
  tenant = await makeTenant('Acme');
  channelId = await channelTo(tenant.as('viewer').actor.label, STRANGER);
});
async function channelTo(...recipients: string[]): Promise<string> {
  const draft = { kind: 'email' as const, name: 'Mail', enabled: true, recipients };
  const saved = dataOf(await saveChannel(tenant.as('owner'), draft));
  await ownerPool().query('UPDATE alert_recipients SET confirmed_at = now(), ask_due_at = NULL');
  return saved.channelId;
}

/** The mails that a test brings, by who gets them, and what the delivery log says. */
async function told() {
  mail.mails.length = 0;
  const { deliveryId } = dataOf(await testChannel(tenant.as('owner'), { channelId }));
  await deliverDue(mail.pool);
  const { lastError } = await db().alertDelivery.findUniqueOrThrow({ where: { id: deliveryId } });
  const to = new Map(
    mail.mails.map((mail) => [mail.to && 'text' in mail.to ? mail.to.text : '', mail]),
  );
  return { to, note: lastError };
}

async function tokenOf(): Promise<string> {
  const mail = (await told()).to.get(STRANGER);
  return /\/stop-alerts\?token=([\w-]+)\n/.exec(mail?.text ?? '')?.[1] ?? '';
}

const details = async () =>
  dataOf(await listChannels(tenant.as('owner'), {})).channels.find(({ id }) => id === channelId)
    ?.details;

test('a stranger’s mails say where to stop them, for people and for programs; a member’s do not', async () => {
  const { to } = await told();
  const mail = to.get(STRANGER);
  const list = mail?.headers.get('list') as { unsubscribe?: { url?: string } } | undefined;
  expect(list?.unsubscribe?.url).toMatch(/\/api\/stop-alerts\?token=[\w-]+$/);
  expect(JSON.stringify(list)).toContain('One-Click');
  expect(mail?.html).toMatch(/href="[^"]+\/stop-alerts\?token=[\w-]+"/);
  const member = to.get(tenant.as('viewer').actor.label);
  expect(member?.headers.has('list')).toBe(false);
  expect(member?.text).not.toContain('stop-alerts');
});

test('who withdrew gets nothing more of this organization, no link either, and its page says so', async () => {
  const token = await tokenOf();
  expect(dataOf(await withdrawRecipient({ token, withdraw: true }, origin)).organization).toBe(
    'Acme',
  );
  dataOf(await withdrawRecipient({ token, withdraw: true }, origin));
  const { to, note } = await told();
  expect([...to.keys()]).toEqual([tenant.as('viewer').actor.label]);
  expect(note).toBe('Not sent to one address whose owner wants no alerts.');
  expect(await details()).toMatchObject({ waiting: [], withdrawn: [STRANGER] });
  await ownerPool().query(`UPDATE alert_recipients SET asked_at = now() - interval '9 days'`);
  expect(codeOf(await askAgain(tenant.as('owner'), { channelId }))).toBe('rate_limited');
  expect(await askDue(mail.pool)).toBe(0);
  const action = 'alert_recipient.withdraw';
  const { organizationId } = tenant;
  expect(await db().auditEvent.count({ where: { organizationId, action } })).toBe(1);
});

test('the same link takes alerts up again', async () => {
  const token = await tokenOf();
  dataOf(await withdrawRecipient({ token, withdraw: true }, origin));
  dataOf(await withdrawRecipient({ token, withdraw: false }, origin));
  expect((await told()).to.has(STRANGER)).toBe(true);
  expect(await details()).toMatchObject({ withdrawn: [] });
});

test('a token is one organization’s, and one that was changed or made up does nothing', async () => {
  const token = await tokenOf();
  const first = tenant;
  tenant = await makeTenant('Other');
  channelId = await channelTo(STRANGER);
  dataOf(await withdrawRecipient({ token, withdraw: true }, origin));
  expect((await told()).to.has(STRANGER)).toBe(true);
  tenant = first;
  const changed = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`;
  for (const wrong of ['', 'x', changed, 'a'.repeat(5_000)]) {
    expect(codeOf(await withdrawRecipient({ token: wrong, withdraw: false }, origin))).toBe(
      'not_found',
    );
  }
});
