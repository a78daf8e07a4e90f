import { expect, test } from 'vitest';
import { db } from './prisma.ts';

test('no statement and no idle transaction holds a connection for more than 10 s', async () => {
  const rows = await db().$queryRaw`
    SELECT name, setting FROM pg_settings
    WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;
  expect(rows).toEqual([
    { name: 'idle_in_transaction_session_timeout', setting: '10000' },
    { name: 'statement_timeout', setting: '10000' },
  ]);
});
