import { expect, test } from 'vitest';
import { matchesLock } from './install.ts';

const a = { version: '1.0.0', integrity: 'sha512-a' };
const b = { version: '2.0.0', integrity: 'sha512-b' };
const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': a,
  'node_modules/b': b,
  'node_modules/other-platform': { ...a, optional: true },
};

test('what the lock file says is installed', () => {
  expect(matchesLock(wanted, { 'node_modules/a': a, 'node_modules/b': b })).toBe(true);
});

test.each([
  ['a package is missing', { 'node_modules/a': a }],
  ['a version differs', { 'node_modules/a': a, 'node_modules/b': { ...b, version: '2.0.1' } }],
  ['a content differs', { 'node_modules/a': a, 'node_modules/b': { ...b, integrity: 'x' } }],
  ['one is too many', { 'node_modules/a': a, 'node_modules/b': b, 'node_modules/c': a }],
])('it is not when %s', (_, present) => {
  expect(matchesLock(wanted, present)).toBe(false);
});
