import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('makes no formula of %j', (text) => {
  const [, line = ''] = csvText(['name'], [[text]]).split(/\r\n/);
  expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
});

it('keeps numbers, quotes what needs it, and leaves nothing empty', () => {
  expect(
    csvText(
      ['a', 'b'],
      [
        [-1, 'x,"y"'],
        [null, ''],
      ],
    ),
  ).toBe('a,b\r\n-1,"x,""y"""\r\n,\r\n');
});
