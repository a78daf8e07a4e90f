import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { seedSpender, sessionIntent } from '#test/spender';
import { Writer } from './writer.ts';

test('other gates hear what an account has come to, not of every commit', async () => {
  const spender = await seedSpender(ownerPool(), 200);
  const heard: string[] = [];
  const ear = new Client(env().databaseUrl);
  await ear.connect();
  ear.on('notification', ({ payload = '' }) => heard.push(payload));
  await ear.query('LISTEN gate');
  const writer = new Writer({
    url: env().databaseUrl,
    now: clock.now,
    onAccount: () => {},
    log: () => {},
  });
  for (let call = 0; call < 100; call++) await writer.submit(sessionIntent(spender));
  const isLast = (line: string) => line.startsWith(`credit ${spender.accountId} 101 100 100 `);
  await vi.waitFor(() => expect(heard.filter(isLast)).toHaveLength(1), 2_000);
  expect(heard.length).toBeLessThan(60);
  await writer.submit(sessionIntent(spender));
  await writer.close();
  await vi.waitFor(() => expect(heard.at(-1)).toMatch(/^credit \S+ 102 99 101 /), 2_000);
  await ear.end();
});
