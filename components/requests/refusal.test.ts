import { describe, expect, test } from 'vitest';
import { errorCodes } from '#lib/errors';
import { factLines } from './fact-lines.ts';
import { refusalText } from './refusal-texts.tsx';
import { remedyFor } from './remedy.ts';

const key = 'key_1';
const refused = (code: string, facts = {}) => ({
  code,
  environment: 'live' as const,
  keyId: key,
  facts,
});

describe('a refusal', () => {
  test('of every code is explained', () => {
    expect(errorCodes.length).toBeGreaterThan(20);
    for (const code of errorCodes) {
      const { means, todo } = refusalText(code);
      expect(means.length + todo.length, code).toBeGreaterThan(50);
      expect(means).not.toContain('does not know');
    }
    expect(refusalText('constructor').means).toContain('does not know');
  });

  test('leads to what mends it', () => {
    const hrefOf = (code: string, facts = {}) => remedyFor(refused(code, facts), 'owner')?.href;
    expect(hrefOf('insufficient_permissions')).toBe('/live/keys/key_1/edit');
    expect(hrefOf('ip_not_allowed')).toBe('/live/keys/key_1/edit');
    expect(hrefOf('insufficient_api_credits')).toBe('/live/credits');
    expect(hrefOf('api_key_expired')).toBe('/live/keys/new');
    const full = { limit: 5, count: 6 };
    const room = { limit: 600, count: 6 };
    expect(hrefOf('rate_limit_exceeded', { organization: room, key: full })).toBe(
      '/live/keys/key_1/edit',
    );
    expect(hrefOf('rate_limit_exceeded', { organization: full, key: null })).toBe('/live/limits');
    expect(hrefOf('internal_error')).toBeUndefined();
  });

  test('says when the role may not mend it', () => {
    const may = (code: string, role: 'viewer' | 'billing' | 'developer') =>
      remedyFor(refused(code), role)?.allowed;
    expect(may('insufficient_permissions', 'viewer')).toBe(false);
    expect(may('insufficient_permissions', 'developer')).toBe(true);
    expect(may('insufficient_api_credits', 'developer')).toBe(false);
    expect(may('insufficient_api_credits', 'billing')).toBe(true);
  });

  test('of a call without a key leads to no key', () => {
    const nobody = { ...refused('insufficient_permissions'), keyId: null };
    expect(remedyFor(nobody, 'owner')).toBeNull();
  });
});

test('what the deciding check saw is told in sentences', () => {
  expect(factLines('credential', { fault: 'checksum' })[0]).toContain('checksum');
  expect(factLines('permission', { needed: 'sessions:write', held: [] })).toEqual([
    'It needs sessions:write.',
    'The key has no permission.',
  ]);
  expect(
    factLines('rate_limit', { organization: { limit: 1000, count: 1001 }, key: null })[0],
  ).toContain('1,001 of 1,000');
  expect(factLines('state', { revokedAt: 0, endsAt: 1_764_000_000_000, retiring: true })).toEqual([
    'A rotation ended it on 2025-11-24T16:00:00.000Z.',
  ]);
  expect(factLines('credits', { balance: 0 })).toEqual(['The balance was 0.']);
  expect(factLines(null, {})).toEqual([]);
});
