import { expect, it } from 'vitest';
import { lengthHint } from './length-hint.ts';

it.each([
  [0, 0],
  [1, 1],
  [7, 1],
  [8, 2],
  [14, 2],
  [15, 3],
  [200, 3],
])('%i characters are level %i', (characters, level) => {
  expect(lengthHint(characters).level).toBe(level);
});
