import { expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { db } from '#lib/db/prisma';
import { ownerPool } from '#test/database';

test('processes act as portal_app', async () => {
  const pool = createPool({ max: 1, name: 'test' });
  const who = await pool.query('SELECT current_user, session_user');
  expect(who.rows).toEqual([{ current_user: 'portal_app', session_user: 'portal' }]);
  await pool.end();
  expect(await db().organization.count()).toBe(0);
  expect((await ownerPool().query('SELECT current_user')).rows).toEqual([
    { current_user: 'postgres' },
  ]);
});
