import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resetEnv } from '#lib/env';
import { type DatabaseProxy, startDatabaseProxy } from '#test/database-proxy';
import { closeAsking } from './ask.ts';
import { confirmChange } from './confirm.ts';

const url = process.env.DATABASE_URL ?? '';
let proxy: DatabaseProxy;

beforeEach(async () => {
  proxy = await startDatabaseProxy(url);
  process.env.DATABASE_URL = proxy.url;
  resetEnv();
});
afterEach(async () => {
  proxy.cut();
  await closeAsking();
  await proxy.close();
  process.env.DATABASE_URL = url;
  resetEnv();
});

const notAsked = { asked: false, expected: 0, confirmed: 0, unconfirmed: [] };

/** A confirmation, and how long the caller waited for it, milliseconds. */
async function timed() {
  const started = performance.now();
  return { confirmation: await confirmChange(), waited: performance.now() - started };
}

describe('a confirmation takes 2 s at most', () => {
  test('when no connection comes about', async () => {
    proxy.freeze();
    const { confirmation, waited } = await timed();
    expect(confirmation).toMatchObject(notAsked);
    expect(waited).toBeLessThan(2_300);
  });

  test('when the open connection falls silent and no other comes about', async () => {
    expect(await confirmChange()).toMatchObject({ asked: true });
    proxy.freeze();
    const { confirmation, waited } = await timed();
    expect(confirmation).toMatchObject(notAsked);
    expect(waited).toBeLessThan(2_300);
  });

  test('and many wait no longer than one', async () => {
    await confirmChange();
    proxy.freeze();
    for (const { confirmation, waited } of await Promise.all(Array.from({ length: 10 }, timed))) {
      expect(confirmation).toMatchObject(notAsked);
      expect(waited).toBeLessThan(2_300);
    }
  });
});

test('a connection that fell silent is replaced within the same confirmation', async () => {
  await confirmChange();
  proxy.freeze('gate questions');
  setTimeout(() => proxy.restore('silent'), 100);
  const all = await Promise.all([timed(), timed(), timed()]);
  for (const { confirmation, waited } of all) {
    expect(confirmation).toMatchObject({ asked: true });
    expect(waited).toBeLessThan(2_000);
  }
});

test('a refused connection is told at once, and the next confirmation asks again', async () => {
  await confirmChange();
  proxy.cut();
  const { confirmation, waited } = await timed();
  expect(confirmation).toMatchObject(notAsked);
  expect(waited).toBeLessThan(1_000);
  proxy.restore();
  expect(await confirmChange()).toMatchObject({ asked: true });
});
