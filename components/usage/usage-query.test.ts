import { expect, it } from 'vitest';
import { isNarrowed, parseUsageQuery, usageInput, usageQueryString } from './usage-query.tsx';

const key = 'key_01JF0000000000000000000000';

it('reads what it writes', () => {
  const query = parseUsageQuery({
    range: '7d',
    key,
    status: '4xx',
    code: 'ok',
    route: 'GET /v1/me',
  });
  const params = Object.fromEntries(new URLSearchParams(usageQueryString(query)));
  expect(parseUsageQuery(params)).toEqual(query);
  expect(usageInput(query)).toEqual({
    range: '7d',
    keyId: key,
    status: '4xx',
    code: 'ok',
    route: 'GET /v1/me',
  });
});

it('takes what it does not understand for nothing', () => {
  const query = parseUsageQuery({ range: '2y', key: 'key_x', status: '999', code: 'A b' });
  expect(query).toEqual({ range: '24h', key: '', route: '', status: '', code: '' });
  expect(isNarrowed(query)).toBe(false);
  expect(usageQueryString(query)).toBe('');
});
