import { expect, test } from 'vitest';
import { KeyCache } from './cache.ts';
import type { Known } from './known.ts';

/** Loads that the test answers by hand, in the order in which they began. */
function harness(options: { mayKeep?: () => boolean } = {}) {
  const loads: PromiseWithResolvers<Known | null>[] = [];
  const cache = new KeyCache(
    () => {
      const load = Promise.withResolvers<Known | null>();
      loads.push(load);
      return load.promise;
    },
    options.mayKeep ?? (() => true),
  );
  return { cache, loads };
}

function known(keyId: string, organizationId = 'org_1', name = keyId): Known {
  return { snapshot: { key: { id: keyId, organizationId, name } } } as unknown as Known;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('what was read is kept, and what is unknown is not', async () => {
  const { cache, loads } = harness();
  const reading = cache.read('a');
  loads[0]?.resolve(known('key_a'));
  expect(await reading).toBe(cache.find('a'));
  const unknown = cache.read('b');
  loads[1]?.resolve(null);
  expect(await unknown).toBeNull();
  expect(cache.find('b')).toBeUndefined();
  expect(cache.size).toBe(1);
});

test('nothing is kept while the link is down', async () => {
  const { cache, loads } = harness({ mayKeep: () => false });
  const reading = cache.read('a');
  loads[0]?.resolve(known('key_a'));
  expect(await reading).not.toBeNull();
  expect(cache.find('a')).toBeUndefined();
});

test.each([
  ['the key', (cache: KeyCache) => cache.forgetKey('key_a')],
  ['its organization', (cache: KeyCache) => cache.forgetOrganization('org_1')],
  ['everything', (cache: KeyCache) => cache.clear()],
])('a change of %s while reading makes it read again', async (_, change) => {
  const { cache, loads } = harness();
  const reading = cache.read('a');
  change(cache);
  loads[0]?.resolve(known('key_a', 'org_1', 'from before the change'));
  await settle();
  expect(cache.find('a')).toBeUndefined();
  expect(loads).toHaveLength(2);
  loads[1]?.resolve(known('key_a', 'org_1', 'from after it'));
  expect((await reading)?.snapshot.key.name).toBe('from after it');
  expect(cache.find('a')?.snapshot.key.name).toBe('from after it');
});

test('a change of something else while reading changes nothing', async () => {
  const { cache, loads } = harness();
  const reading = cache.read('a');
  cache.forgetKey('key_b');
  cache.forgetOrganization('org_2');
  loads[0]?.resolve(known('key_a'));
  await reading;
  expect(loads).toHaveLength(1);
  expect(cache.find('a')).toBeDefined();
});

test('when changes keep coming, no reading answers the call: it may be from before the last one', async () => {
  const { cache, loads } = harness();
  const reading = cache.read('a');
  const outcome = expect(reading).rejects.toThrow('faster than it can be read');
  for (let load = 0; load < 5; load++) {
    cache.forgetKey('key_a');
    loads[load]?.resolve(known('key_a', 'org_1', `reading ${load}`));
    await settle();
  }
  await outcome;
  expect(loads).toHaveLength(5);
  expect(cache.find('a')).toBeUndefined();
});

test.each([
  ['the key', (cache: KeyCache) => cache.forgetKey('key_a')],
  ['its organization', (cache: KeyCache) => cache.forgetOrganization('org_1')],
  ['everything', (cache: KeyCache) => cache.clear()],
])('a change of %s forgets what is kept', async (_, change) => {
  const { cache, loads } = harness();
  const readings = [cache.read('a'), cache.read('b')];
  loads[0]?.resolve(known('key_a'));
  loads[1]?.resolve(known('key_b', 'org_2'));
  const [held] = await Promise.all(readings);
  expect(held?.kept).toBe(true);
  change(cache);
  expect(cache.find('a')).toBeUndefined();
  expect(held?.kept).toBe(false);
});

test('calls share a reading only if it began after they arrived', async () => {
  const { cache, loads } = harness();
  const first = cache.read('a');
  expect(cache.isQueued('a')).toBe(false);
  const later = [cache.read('a'), cache.read('a')];
  expect([cache.isQueued('a'), cache.isQueued('b')]).toEqual([true, false]);
  expect(loads).toHaveLength(1);
  loads[0]?.resolve(known('key_a', 'org_1', 'first'));
  await first;
  await settle();
  expect(loads).toHaveLength(2);
  loads[1]?.resolve(known('key_a', 'org_1', 'second'));
  const names = (await Promise.all(later)).map((one) => one?.snapshot.key.name);
  expect(names).toEqual(['second', 'second']);
  expect(cache.isQueued('a')).toBe(false);
});

test('a failed reading fails its own calls only', async () => {
  const { cache, loads } = harness();
  const first = cache.read('a');
  const second = cache.read('a');
  loads[0]?.reject(new Error('no database'));
  await expect(first).rejects.toThrow('no database');
  await settle();
  loads[1]?.resolve(known('key_a'));
  expect(await second).not.toBeNull();
  const third = cache.read('a');
  loads[2]?.resolve(known('key_a'));
  expect(await third).not.toBeNull();
});
