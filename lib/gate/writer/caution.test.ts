import { expect, test } from 'vitest';
import { Caution } from './caution.ts';

/** Batches that are read before the next one may be foreseen. */
function readUntilOver(caution: Caution): number {
  let read = 0;
  for (; caution.isDue; read++) caution.ease();
  return read;
}

test('each wrong foresight in a row costs longer reading, up to a limit', () => {
  const caution = new Caution();
  expect(caution.isDue).toBe(false);
  const lengths = Array.from({ length: 8 }, () => {
    caution.raise();
    return readUntilOver(caution);
  });
  expect(lengths).toEqual([1, 3, 7, 15, 31, 32, 32, 32]);
});

test('one that was right ends it', () => {
  const caution = new Caution();
  for (let wrong = 0; wrong < 5; wrong++) caution.raise();
  readUntilOver(caution);
  caution.end();
  caution.raise();
  expect(readUntilOver(caution)).toBe(1);
});
