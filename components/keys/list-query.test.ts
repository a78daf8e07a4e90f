import { expect, test } from 'vitest';
import { isFiltered, listQueryString, parseListQuery, sortBy } from './list-query.tsx';

const plain = parseListQuery({});

test('an empty address is the newest keys first, and its own query string is empty', () => {
  expect(plain).toEqual({
    search: '',
    state: null,
    permission: null,
    sort: 'created',
    direction: 'desc',
    cursor: null,
  });
  expect(listQueryString(plain)).toBe('');
  expect(isFiltered(plain)).toBe(false);
});

test('an address survives the way through the query and back', () => {
  const address = '?search=pay&state=expiring&permission=sessions%3Aread&sort=name&direction=desc';
  const query = parseListQuery(Object.fromEntries(new URLSearchParams(address)));
  expect(listQueryString(query)).toBe(address);
  expect(isFiltered(query)).toBe(true);
});

test('nonsense in the address is ignored', () => {
  const query = parseListQuery({
    state: 'gone',
    sort: 'digest',
    direction: 'x',
    search: ['a', 'b'],
  });
  expect(query).toEqual({ ...plain, search: 'a' });
});

test('a changed filter starts at the first page, a cursor keeps the filter', () => {
  const query = parseListQuery({ state: 'active', cursor: 'abc' });
  expect(listQueryString(query, { state: 'revoked' })).toBe('?state=revoked');
  expect(listQueryString(query, { cursor: 'def' })).toBe('?state=active&cursor=def');
});

test('a heading turns its own order round and starts another column in its natural order', () => {
  expect(sortBy(plain, 'created')).toEqual({ sort: 'created', direction: 'asc' });
  expect(sortBy(plain, 'name')).toEqual({ sort: 'name', direction: 'asc' });
});
