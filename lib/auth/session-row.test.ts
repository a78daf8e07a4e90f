import { describe, expect, test } from 'vitest';
import { deathOf, type SessionRow } from './session-row.ts';

const now = new Date('2026-06-01T12:00:00.000Z');
const at = (offset: number) => new Date(now.getTime() + offset);
const MINUTE = 60_000;

const alive: SessionRow = {
  createdAt: at(-60 * MINUTE),
  lastSeenAt: at(-MINUTE),
  expiresAt: at(60 * MINUTE),
  endedAt: null,
  disabledAt: null,
  passwordChangedAt: at(-90 * MINUTE),
};

describe('deathOf', () => {
  test.each<[string | null, Partial<SessionRow>]>([
    [null, {}],
    ['ended', { endedAt: at(-1) }],
    ['user_disabled', { disabledAt: at(-1) }],
    ['password_changed', { passwordChangedAt: at(-1) }],
    ['password_changed', { passwordChangedAt: at(-60 * MINUTE + 1) }],
    // The session that a changed password has opened is of the same moment.
    [null, { passwordChangedAt: at(-60 * MINUTE) }],
    ['expired', { expiresAt: now }],
    [null, { expiresAt: at(1) }],
    ['idle', { lastSeenAt: at(-30 * MINUTE) }],
    [null, { lastSeenAt: at(-30 * MINUTE + 1) }],
  ])('%s: %j', (death, change) => {
    expect(deathOf({ ...alive, ...change }, now)).toBe(death);
  });
});
