import { expect, test } from 'vitest';
import { handOverVerdict } from './hand-over-verdict.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const retiring = (lastUsedAt: string | null) => ({ state: 'retiring', lastUsedAt }) as const;
const active = (lastUsedAt: string | null) => ({ state: 'active', lastUsedAt }) as const;

test.each([
  ['the old key was just used', retiring(ago(1)), active(ago(1)), 'busy'],
  ['the old key was just used and the new one never', retiring(ago(1)), active(null), 'busy'],
  ['both are quiet and the new one was never used', retiring(ago(60)), active(null), 'waiting'],
  ['the old key is quiet and the new one in use', retiring(ago(15)), active(ago(1)), 'quiet'],
  ['the old key was never used', retiring(null), active(ago(1)), 'quiet'],
  ['the old key is gone', { state: 'revoked', lastUsedAt: ago(1) } as const, active(null), 'done'],
])('%s', (_, old, next, kind) => {
  expect(handOverVerdict(old, next, now).kind).toBe(kind);
});

test('a quiet minute short of the limit still counts as use', () => {
  expect(handOverVerdict(retiring(ago(14.9)), active(ago(1)), now).kind).toBe('busy');
});
