import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { closeAsking } from '#lib/gates/ask';
import { eventsOf, makeKey } from '#test/api-key';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { parseKey } from './format.ts';
import { revokeKey } from './revoke.ts';
import { rotateKey } from './rotate.ts';
import { rotateKeys } from './rotate-several.ts';

let tenant: Tenant;
let owner: Context;
let keyIds: string[];

beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.as('owner');
});
beforeEach(async () => {
  keyIds = [];
  for (const name of ['One', 'Two', 'Three']) keyIds.push((await makeKey(owner, { name })).key.id);
});
afterAll(closeAsking);

/** How many of these keys have a successor or an end that a rotation gave them. */
async function touched(ids: readonly string[]): Promise<number> {
  const successors = await db().apiKey.count({ where: { rotatedFromId: { in: [...ids] } } });
  const ended = await db().apiKey.count({
    where: {
      id: { in: [...ids] },
      OR: [{ retiresAt: { not: null } }, { revokedAt: { not: null } }],
    },
  });
  return successors + ended;
}

/** How many statements of this database wait for a lock. */
async function waitingForLocks(): Promise<number> {
  const { rows } = await ownerPool().query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

describe('rotating several keys', () => {
  test('gives each its own successor and secret, in the order asked for', async () => {
    const asked = keyIds.toReversed();
    const { rotations, gates } = dataOf(
      await rotateKeys(owner, { keyIds: [...asked, ...asked], overlapSeconds: 3600 }),
    );
    expect(gates).toBeNull();
    expect(rotations.map(({ old }) => old.id)).toEqual(asked);
    expect(rotations.map(({ key }) => key.name)).toEqual(['Three', 'Two', 'One']);
    expect(new Set(rotations.map(({ secret }) => secret)).size).toBe(3);
    for (const { key, old, secret } of rotations) {
      expect(parseKey(secret)).toEqual({ environment: 'live' });
      expect(key).toMatchObject({ rotatedFromId: old.id, tail: secret.slice(-4) });
      expect(old).toMatchObject({ state: 'retiring', rotatedToId: key.id });
      expect(await eventsOf(old.id)).toEqual(['api_key.create done', 'api_key.rotate done']);
      expect(await eventsOf(key.id)).toEqual(['api_key.create done']);
    }
  });

  test('without an overlap revokes the old keys, with one confirmation', async () => {
    const { rotations, gates } = dataOf(await rotateKeys(owner, { keyIds, overlapSeconds: 0 }));
    expect(gates).toMatchObject({ expected: 0, unconfirmed: [] });
    for (const { old } of rotations) {
      expect(old).toMatchObject({ state: 'revoked', revokeReason: 'rotated' });
    }
  });

  test('changes nothing when another organization’s key is among them', async () => {
    const other = await makeTenant('Other');
    const { key: foreign } = await makeKey(other.as('owner'));
    const all = [...keyIds, foreign.id];
    expect(codeOf(await rotateKeys(owner, { keyIds: all, overlapSeconds: 0 }))).toBe('not_found');
    expect(await touched(all)).toBe(0);
  });

  test.each(['revoked', 'rotated'])(
    'changes nothing when one is %s, and names it',
    async (state) => {
      const { key: ended } = await makeKey(owner, { name: 'The last' });
      if (state === 'revoked') await revokeKey(owner, { keyId: ended.id, reason: 'unused' });
      else await rotateKey(owner, { keyId: ended.id, overlapSeconds: 60 });
      const refused = await rotateKeys(owner, {
        keyIds: [...keyIds, ended.id],
        overlapSeconds: 60,
      });
      expect(refused).toMatchObject({
        denial: { code: 'conflict', message: expect.stringContaining('The last') },
      });
      expect(await touched(keyIds)).toBe(0);
    },
  );

  test.each(['billing', 'viewer'] as const)('is not for a %s', async (role) => {
    const refused = await rotateKeys(tenant.as(role), { keyIds, overlapSeconds: 60 });
    expect(codeOf(refused)).toBe('forbidden');
    expect(await touched(keyIds)).toBe(0);
  });

  test('is refused whole to a role that could not grant the permissions of one', async () => {
    const { key } = await makeKey(owner, { permissions: ['webhooks:manage'] });
    const input = { keyIds: [...keyIds, key.id], overlapSeconds: 60 };
    expect(codeOf(await rotateKeys(tenant.as('developer'), input))).toBe('forbidden');
    expect(await touched(input.keyIds)).toBe(0);
    expect(codeOf(await rotateKeys(tenant.as('admin'), input))).toBe('done');
  });

  test('happens once, however often it is asked', async () => {
    const input = { keyIds, overlapSeconds: 60 };
    const sent = await Promise.all([1, 2, 3].map(() => rotateKeys(owner, input)));
    expect(sent.map(codeOf).sort()).toEqual(['conflict', 'conflict', 'done']);
    expect(await db().apiKey.count({ where: { rotatedFromId: { in: keyIds } } })).toBe(3);
  });

  test('locks its keys in one order, whatever order they are asked in', async () => {
    const [first, ...others] = keyIds.toSorted();
    const blocker = await ownerPool().connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('SELECT 1 FROM api_keys WHERE id = $1 FOR UPDATE', [first]);
      const asked = [...others, first ?? ''];
      const rotating = rotateKeys(owner, { keyIds: asked, overlapSeconds: 60 });
      await expect.poll(waitingForLocks).toBe(1);
      // While it waits for the first it holds none of the others.
      const lock = 'SELECT 1 FROM api_keys WHERE id = ANY($1) FOR UPDATE NOWAIT';
      await blocker.query(lock, [others]);
      await blocker.query('ROLLBACK');
      expect(codeOf(await rotating)).toBe('done');
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
  });

  test('takes as many as a page of the list, and no more', async () => {
    const tooMany = Array.from({ length: 26 }, () => keyIds[0] ?? '');
    expect(codeOf(await rotateKeys(owner, { keyIds: tooMany, overlapSeconds: 60 }))).toBe(
      'invalid_input',
    );
  });
});
