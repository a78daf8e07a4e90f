import { expect, test } from 'vitest';
import { sortFault } from './fault.ts';

test.each([
  ['55P03', 'locked'],
  ['40001', 'again'],
  ['40P01', 'again'],
  ['53100', 'unavailable'],
  ['57014', 'unavailable'],
  ['57P01', 'unavailable'],
  ['58030', 'unavailable'],
  ['XX000', 'unavailable'],
  ['23505', 'wrong'],
  ['22P05', 'wrong'],
  ['', 'wrong'],
])('SQLSTATE %s is %s', (code, fault) => {
  expect(sortFault(Object.assign(new Error('refused'), { code }))).toBe(fault);
});

test('a fault of ours is wrong, not the database', () => {
  expect(sortFault(new TypeError('oops'))).toBe('wrong');
  expect(sortFault('text')).toBe('wrong');
});
