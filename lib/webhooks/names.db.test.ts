import { afterAll, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import type { Running } from '#lib/launch/part';
import { makePart } from '#lib/launch/parts';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startHookServer } from '#test/hook-server';
import { makeSessions, seedEndpoint } from '#test/webhooks';

let worker: Running | undefined;
afterAll(async () => {
  worker?.kill();
  await worker?.ended;
  vi.unstubAllEnvs();
});

test('names whose servers never answer hold up no delivery to another name', async () => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  vi.stubEnv('NODE_OPTIONS', '--import ./test/busy-threads.ts');
  resetEnv();
  const part = makePart('worker', {
    mode: 'production',
    root: process.cwd(),
    log: () => undefined,
  });
  worker = await part.start(new AbortController().signal);
  const hook = await startHookServer();
  const organizationId = await seedOrganization(ownerPool());
  const keyId = (await seedKey(ownerPool(), organizationId)).id;
  const url = hook.url.replace('127.0.0.1', 'localhost');
  await seedEndpoint(organizationId, { url, events: ['session.created'] });
  await makeSessions({ organizationId, keyId, count: 3 });
  await expect.poll(() => hook.calls.length, { timeout: 5_000, interval: 50 }).toBe(3);
  await hook.close();
}, 60_000);
