import { expect, test } from 'vitest';
import { refusalsOf } from './refusals.ts';

const ok = { status: 200, code: '', requests: 900 };

test('nothing is told where every call was answered', () => {
  expect(refusalsOf([])).toEqual([]);
  expect(refusalsOf([ok])).toEqual([]);
});

test('a single refusal is told, however few an alert would leave out', () => {
  expect(refusalsOf([ok, { status: 401, code: 'api_key_expired', requests: 1 }])).toEqual([
    { word: 'refused', calls: 1, code: 'api_key_expired', ofCode: 1 },
  ]);
});

test('the main code is the one of most calls; failures stand apart', () => {
  const outcomes = [
    ok,
    { status: 403, code: 'ip_not_allowed', requests: 3 },
    { status: 429, code: 'rate_limit_exceeded', requests: 5 },
    { status: 503, code: 'service_unavailable', requests: 7 },
  ];
  expect(refusalsOf(outcomes)).toEqual([
    { word: 'refused', calls: 8, code: 'rate_limit_exceeded', ofCode: 5 },
    { word: 'failed on our side', calls: 7, code: 'service_unavailable', ofCode: 7 },
  ]);
});
