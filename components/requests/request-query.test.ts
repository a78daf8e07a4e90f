import { describe, expect, test } from 'vitest';
import { isNarrowed, listInput, parseRequestQuery, requestQueryString } from './request-query.tsx';

const key = 'key_01JF0000000000000000000000';

describe('the address of a view of the request log', () => {
  test('is read back as it was written', () => {
    const query = parseRequestQuery({
      key,
      route: 'GET /v1/me',
      status: '4xx',
      code: 'api_key_expired',
      within: '60',
      cursor: 'abc',
    });
    const again = new URLSearchParams(requestQueryString(query, { cursor: 'abc' }));
    expect(parseRequestQuery(Object.fromEntries(again))).toEqual(query);
  });

  test('leaves out what it does not understand', () => {
    const query = parseRequestQuery({
      key: 'org_x',
      status: '600',
      code: 'DROP TABLE',
      within: '7',
      route: ['GET /a', 'GET /b'],
    });
    expect(query).toEqual({
      key: '',
      route: 'GET /a',
      status: '',
      code: '',
      within: '',
      cursor: '',
    });
  });

  test('begins anew when it changes', () => {
    const query = parseRequestQuery({ cursor: 'abc', status: '200' });
    expect(requestQueryString(query, { status: '4xx' })).toBe('?status=4xx');
    expect(requestQueryString(query, { status: '' })).toBe('');
  });

  test('counts as narrowed by anything but its place', () => {
    expect(isNarrowed(parseRequestQuery({ cursor: 'abc' }))).toBe(false);
    expect(isNarrowed(parseRequestQuery({ within: '15' }))).toBe(true);
  });

  test('becomes the input of the verb', () => {
    const query = parseRequestQuery({ within: '15', code: 'ok' });
    expect(listInput(query, 900_000)).toEqual({ code: 'ok', from: '1970-01-01T00:00:00.000Z' });
  });
});
