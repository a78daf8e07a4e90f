import { describe, expect, it } from 'vitest';
import { percent, scaleFor } from './scale.ts';

describe('scaleFor', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 50, 100]],
    [101, [0, 50, 100, 150]],
    [4_000, [0, 1000, 2000, 3000, 4000]],
  ])('holds %d with round marks', (max, marks) => {
    expect(scaleFor(max).marks).toEqual(marks);
  });

  it('counts nothing in fractions, but measures in them', () => {
    expect(scaleFor(1.2, 0.2).marks.length).toBeGreaterThan(3);
  });

  it('puts the top mark at the top', () => {
    expect(scaleFor(101).at(150)).toBe(1);
    expect(scaleFor(101).at(0)).toBe(0);
  });
});

it('writes a share as an attribute', () => {
  expect(percent(1 / 3)).toBe('33.333%');
});
