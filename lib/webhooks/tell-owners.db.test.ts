import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/db/prisma';
import { resetEnv } from '#lib/env';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { makeTenant, type Tenant } from '#test/tenant';
import { seedEndpoint } from '#test/webhooks';
import { tellOwners } from './tell-owners.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'developer-portal-mail-'));
let tenant: Tenant;

beforeAll(async () => {
  vi.stubEnv('DATA_DIR', dataDir);
  resetEnv();
  tenant = await makeTenant();
});
afterAll(() => {
  vi.unstubAllEnvs();
  resetEnv();
  rmSync(dataDir, { recursive: true });
});

async function mailsAfter(disabledReason: 'gone' | 'failing' | 'owner' | null) {
  const { id } = await seedEndpoint(tenant.organizationId, { events: ['session.created'] });
  const enabled = disabledReason === null;
  await db().webhookEndpoint.update({ where: { id }, data: { enabled, disabledReason } });
  rmSync(join(dataDir, 'outbox'), { recursive: true, force: true });
  await tellOwners(ownerPool(), { endpointId: id, noticeId: newId('evt') });
  const outbox = join(dataDir, 'outbox');
  const names = readdirSync(dataDir).includes('outbox') ? readdirSync(outbox) : [];
  return {
    id,
    mails: await Promise.all(names.map((name) => simpleParser(readFileSync(join(outbox, name))))),
  };
}

test('owners and admins get one mail each that says why and leads to the endpoint', async () => {
  const { id, mails } = await mailsAfter('failing');
  const [mail] = mails;
  const to = mails
    .flatMap((one) => one.to ?? [])
    .flatMap(({ value }) => value.map(({ address }) => address));
  const leaders = ['owner', 'admin'] as const;
  expect(to.sort()).toEqual(leaders.map((role) => tenant.as(role).actor.label).sort());
  expect(mail?.subject).toContain('was switched off');
  expect(mail?.text).toContain('For five days every attempt');
  expect(mail?.text).toContain(`/live/webhooks/${id}`);
  expect((await mailsAfter('gone')).mails[0]?.text).toContain('410 Gone');
});

test('nobody is told of an endpoint that people switched off, or on again', async () => {
  expect((await mailsAfter('owner')).mails).toEqual([]);
  expect((await mailsAfter(null)).mails).toEqual([]);
});
