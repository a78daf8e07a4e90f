import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { showOverview } from '#lib/overview/show';
import { backdate, makeKey } from '#test/api-key';
import { ownerPool } from '#test/database';
import { dataOf, makeTenant } from '#test/tenant';

let owner: Context;

beforeAll(async () => {
  // Another organization's keys are there all the time and must never count.
  const other = (await makeTenant('Other')).as('owner');
  await makeKey(other, { name: 'theirs', expiresInDays: null });
});
beforeEach(async () => {
  owner = (await makeTenant()).as('owner');
});

const overview = async () => dataOf(await showOverview(owner, { environment: 'live' }));

async function age(keyId: string, days: number) {
  const change = `UPDATE api_keys SET created_at = now() - make_interval(days => $2) WHERE id = $1`;
  await ownerPool().query(change, [keyId, days]);
}

describe('overview', () => {
  test('is empty for a new organization', async () => {
    expect(await overview()).toMatchObject({
      keys: { working: 0, ever: 0, everAnywhere: 0 },
      expiring: { count: 0, first: null },
      retiring: { count: 0, first: null },
      neverUsed: { count: 0, first: null },
      withoutExpiry: { count: 0, first: null },
      recent: [],
    });
  });

  test('counts the environment apart, and both together', async () => {
    await makeKey(owner);
    await makeKey(owner, { environment: 'test' });
    expect((await overview()).keys).toEqual({ working: 1, ever: 1, everAnywhere: 2 });
  });

  test('does not count what is revoked or expired as working', async () => {
    const revoked = await makeKey(owner);
    await db().apiKey.update({
      where: { id: revoked.key.id },
      data: { revokedAt: new Date(), revokeReason: 'other' },
    });
    const expired = await makeKey(owner);
    await backdate(expired.key.id, 'expires_at', '1 minute');
    const seen = await overview();
    expect(seen.keys).toEqual({ working: 0, ever: 2, everAnywhere: 2 });
    expect(seen.expiring.count).toBe(0);
  });

  test('finds keys that end within 30 days, the next one first', async () => {
    await makeKey(owner, { name: 'far', expiresInDays: 31 });
    await makeKey(owner, { name: 'later', expiresInDays: 29 });
    const { key } = await makeKey(owner, { name: 'soon', expiresInDays: 3 });
    expect((await overview()).expiring).toEqual({
      count: 2,
      first: { id: key.id, name: 'soon', endsAt: key.expiresAt },
    });
  });

  test('tells a key being retired from one that expires', async () => {
    const { key } = await makeKey(owner, { name: 'old', expiresInDays: 20 });
    await backdate(key.id, 'retires_at', '-2 days');
    const seen = await overview();
    expect(seen.expiring.count).toBe(0);
    expect(seen.retiring).toMatchObject({ count: 1, first: { id: key.id, name: 'old' } });
    const inDays = (Date.parse(seen.retiring.first?.endsAt ?? '') - Date.parse(seen.asOf)) / 86.4e6;
    expect(inDays).toBeCloseTo(2, 1);
  });

  test('calls a key unused after a week without a call', async () => {
    const { key } = await makeKey(owner, { name: 'young' });
    await age(key.id, 6);
    expect((await overview()).neverUsed.count).toBe(0);
    await age(key.id, 8);
    expect((await overview()).neverUsed).toEqual({
      count: 1,
      first: { id: key.id, name: 'young' },
    });
    await backdate(key.id, 'last_used_at', '1 hour');
    expect((await overview()).neverUsed.count).toBe(0);
  });

  test('calls a key idle after 90 days without a call', async () => {
    const { key } = await makeKey(owner, { name: 'silent' });
    await backdate(key.id, 'last_used_at', '89 days');
    expect((await overview()).idle.count).toBe(0);
    await backdate(key.id, 'last_used_at', '90 days');
    expect((await overview()).idle).toEqual({ count: 1, first: { id: key.id, name: 'silent' } });
  });

  test('finds keys in use that may do more than they did for 30 days', async () => {
    const { key } = await makeKey(owner, { name: 'broad' });
    await backdate(key.id, 'last_used_at', '1 hour');
    const found = async () => (await overview()).overScoped;
    expect((await found()).count).toBe(0);
    await age(key.id, 31);
    expect(await found()).toEqual({ count: 1, first: { id: key.id, name: 'broad' } });
    await ownerPool().query('UPDATE api_key_scopes SET last_used_at = now() WHERE key_id = $1', [
      key.id,
    ]);
    expect((await found()).count).toBe(0);
    await ownerPool().query(
      "UPDATE api_key_scopes SET last_used_at = now() - interval '30 days' WHERE key_id = $1 AND scope = 'sessions:read'",
      [key.id],
    );
    expect((await found()).count).toBe(1);
    await backdate(key.id, 'last_used_at', '31 days');
    expect((await found()).count).toBe(0);
  });

  test('finds keys without an end', async () => {
    const { key } = await makeKey(owner, { name: 'forever', expiresInDays: null });
    expect((await overview()).withoutExpiry.first).toEqual({ id: key.id, name: 'forever' });
  });

  test('lists the five keys used last, the latest first', async () => {
    for (let minutes = 1; minutes <= 6; minutes++) {
      const { key } = await makeKey(owner, { name: `used ${minutes} min ago` });
      await backdate(key.id, 'last_used_at', `${minutes} minutes`);
    }
    const { recent } = await overview();
    expect(recent.map(({ name }) => name)).toEqual(
      [1, 2, 3, 4, 5].map((minutes) => `used ${minutes} min ago`),
    );
  });
});
