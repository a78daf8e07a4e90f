import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { closeAsking } from '#lib/gates/ask';
import { backdate, eventsOf, makeKey } from '#test/api-key';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { parseKey } from './format.ts';
import { extendOverlap, retireNow } from './retire.ts';
import { revokeKey } from './revoke.ts';
import { rotateKey } from './rotate.ts';
import { showKey } from './show.ts';

let tenant: Tenant;
let owner: Context;

beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.as('owner');
});
afterAll(closeAsking);

describe('rotate', () => {
  test('keeps everything but secret, id and dates', async () => {
    const { key, secret } = await makeKey(owner);
    const rotation = dataOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 3600 }));
    expect(rotation.secret).not.toBe(secret);
    expect(parseKey(rotation.secret)).toEqual({ environment: 'live' });
    const { id, createdAt, expiresAt, endsAt, prefix, tail, rotatedFromId, ...same } = rotation.key;
    expect(key).toMatchObject(same);
    expect(id).not.toBe(key.id);
    expect(rotatedFromId).toBe(key.id);
    expect(Date.parse(expiresAt ?? '') - Date.parse(createdAt)).toBe(90 * 86_400_000);
    expect([prefix, tail, endsAt]).toEqual([
      rotation.secret.slice(0, 12),
      rotation.secret.slice(-4),
      expiresAt,
    ]);
    expect(rotation.old).toMatchObject({ id: key.id, state: 'retiring', rotatedToId: id });
    expect(Date.parse(rotation.old.retiresAt ?? '') - Date.parse(createdAt)).toBe(3_600_000);
    expect(await eventsOf(key.id)).toEqual(['api_key.create done', 'api_key.rotate done']);
  });

  test('never lets the overlap pass the old key’s own expiry', async () => {
    const { key } = await makeKey(owner, { expiresInDays: 1 });
    const { old } = dataOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 30 * 86_400 }));
    expect(old.retiresAt).toBe(key.expiresAt);
    const extended = dataOf(
      await extendOverlap(owner, { keyId: key.id, overlapSeconds: 30 * 86_400 }),
    );
    expect(extended.retiresAt).toBe(key.expiresAt);
    expect(codeOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 30 * 86_400 + 1 }))).toBe(
      'invalid_input',
    );
  });

  test('without an overlap revokes the old key as rotated', async () => {
    const { key } = await makeKey(owner);
    const rotation = dataOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 0 }));
    expect(rotation.old).toMatchObject({ state: 'revoked', revokeReason: 'rotated' });
    expect(rotation.gates).toMatchObject({ expected: 0, confirmed: 0 });
  });

  test('makes one successor, however often it is asked', async () => {
    const { key } = await makeKey(owner);
    const input = { keyId: key.id, overlapSeconds: 60 };
    const sent = await Promise.all([1, 2, 3].map(() => rotateKey(owner, input)));
    expect(sent.map(codeOf).sort()).toEqual(['conflict', 'conflict', 'done']);
    expect(await db().apiKey.count({ where: { rotatedFromId: key.id } })).toBe(1);
  });

  test('refuses a role that could not grant the key’s permissions', async () => {
    const { key } = await makeKey(owner, { permissions: ['webhooks:manage'] });
    const input = { keyId: key.id, overlapSeconds: 60 };
    expect(codeOf(await rotateKey(tenant.as('developer'), input))).toBe('forbidden');
    expect(codeOf(await rotateKey(tenant.as('admin'), input))).toBe('done');
  });

  test.each(['revoked', 'expired'])('refuses a key that is %s', async (state) => {
    const { key } = await makeKey(owner);
    if (state === 'revoked') await revokeKey(owner, { keyId: key.id, reason: 'unused' });
    else await backdate(key.id, 'expires_at', '1 second');
    expect(codeOf(await rotateKey(owner, { keyId: key.id, overlapSeconds: 60 }))).toBe('conflict');
  });

  test('an overlap can be moved while it lasts, and ended at once', async () => {
    const { key } = await makeKey(owner);
    const keyId = key.id;
    expect(codeOf(await extendOverlap(owner, { keyId, overlapSeconds: 60 }))).toBe('conflict');
    expect(codeOf(await retireNow(owner, { keyId }))).toBe('conflict');
    await rotateKey(owner, { keyId, overlapSeconds: 60 });
    const moved = dataOf(await extendOverlap(owner, { keyId, overlapSeconds: 7200 }));
    expect(Date.parse(moved.retiresAt ?? '')).toBeGreaterThan(Date.now() + 7_100_000);
    const receipt = dataOf(await retireNow(owner, { keyId }));
    const shown = dataOf(await showKey(owner, { keyId }));
    expect(shown).toMatchObject({
      state: 'revoked',
      revokeReason: 'rotated',
      revokedAt: receipt.refusedSince,
    });
    expect(codeOf(await extendOverlap(owner, { keyId, overlapSeconds: 60 }))).toBe('conflict');
  });

  test('an overlap that is over does not come back', async () => {
    const { key } = await makeKey(owner);
    await rotateKey(owner, { keyId: key.id, overlapSeconds: 60 });
    await backdate(key.id, 'retires_at', '1 second');
    const again = await extendOverlap(owner, { keyId: key.id, overlapSeconds: 60 });
    expect(codeOf(again)).toBe('conflict');
  });
});
