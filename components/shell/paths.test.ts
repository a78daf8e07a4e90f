import { describe, expect, it } from 'vitest';
import { environmentOf, isWithin, samePageIn } from '#components/shell/paths';

const key = 'key_01JFXYZ0123456789ABCDEFGHJ';

describe('environmentOf', () => {
  it.each([
    ['/live/keys', 'live'],
    ['/test', 'test'],
    ['/settings/profile', null],
    ['/livestock', null],
    ['/', null],
  ])('%s → %s', (path, environment) => {
    expect(environmentOf(path)).toBe(environment);
  });
});

describe('samePageIn', () => {
  it.each([
    ['/live/keys/new', '/test/keys/new'],
    [`/live/keys/${key}`, '/test/keys'],
    [`/live/keys/${key}/rotate`, '/test/keys'],
    ['/test/credits', '/test/credits'],
    ['/settings/security', '/test/overview'],
  ])('%s → %s', (path, target) => {
    expect(samePageIn(path, 'test')).toBe(target);
  });
});

describe('isWithin', () => {
  it('knows a page below from one that only starts alike', () => {
    expect(isWithin('/live/keys/new', '/live/keys')).toBe(true);
    expect(isWithin('/live/keyservers', '/live/keys')).toBe(false);
  });
});
