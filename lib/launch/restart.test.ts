import { describe, expect, test } from 'vitest';
import { decideRestart } from './restart.ts';

describe('decideRestart', () => {
  test('waits twice as long each time and gives up at the fifth death within a minute', () => {
    const decisions = [1, 2, 3, 4, 5].map((count) =>
      decideRestart(
        Array.from({ length: count }, (_, at) => at * 1000),
        count * 1000,
      ),
    );
    expect(decisions).toEqual([
      { restart: true, delayMs: 250 },
      { restart: true, delayMs: 500 },
      { restart: true, delayMs: 1000 },
      { restart: true, delayMs: 2000 },
      { restart: false },
    ]);
  });

  test('forgets what is older than a minute', () => {
    expect(decideRestart([0, 1, 2, 3, 60_003], 60_003)).toEqual({ restart: true, delayMs: 250 });
    expect(decideRestart([1, 2, 3, 4, 60_000], 60_000)).toEqual({ restart: false });
  });
});
