import { expect, test } from 'vitest';
import { auditSentence, changesOf } from './history-texts.ts';

test('an edit shows both values, a creation only what was set', () => {
  expect(
    changesOf({ name: 'a', ipAllowlist: [] }, { name: 'b', ipAllowlist: ['10.0.0.1'] }),
  ).toEqual([
    { field: 'name', before: 'a', after: 'b' },
    { field: 'allowed addresses', before: 'none', after: '10.0.0.1' },
  ]);
  expect(changesOf(null, { name: 'a', note: '', rateLimit: null, ipAllowlist: [] })).toEqual([
    { field: 'name', before: null, after: 'a' },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});

test('an overlap is written as a span', () => {
  expect(changesOf(null, { successor: 'key_1', overlapSeconds: 86_400 })).toEqual([
    { field: 'taken over by', before: null, after: 'key_1' },
    { field: 'overlap', before: null, after: '1 day' },
  ]);
});

test('times stay as they are for who shows them, as unknown actions', () => {
  const [change] = changesOf({ revokedAt: null }, { revokedAt: '2026-11-24T12:00:01.240Z' });
  expect(change).toEqual({
    field: 'refused since',
    before: 'none',
    after: '2026-11-24T12:00:01.240Z',
  });
  expect(auditSentence('api_key.revoke')).toBe('revoked the key');
  expect(auditSentence('api_key.unheard_of')).toBe('api_key.unheard_of');
});
