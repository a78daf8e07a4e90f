import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chunk, sliceGroups } from './pieces.ts';
import { readRange } from './range.ts';
import { wavBytes, wavEnd, wavHeader } from './wav.ts';

test.each([
  [undefined, null],
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['BYTES=10-19', { first: 10, last: 19 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
  ['bytes=-1', { first: 99, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=99-', { first: 99, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=100-200', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  [`bytes=${'9'.repeat(400)}-`, 'unsatisfiable'],
  ['bytes=5-4', null],
  ['bytes=0-1,5-6', null],
  ['bytes=-', null],
  ['bytes= 0-1', null],
  ['bytes=0-1x', null],
  ['bytes=+0-1', null],
  ['items=0-1', null],
  ['bytes=0x1-2', null],
])('of 100 bytes the range %s is %j', (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});

const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });

test('slices are the bytes of their range in order, in groups that fit', () => {
  const place = fc.tuple(fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(sizes, place, (lengths, [one, other, most]) => {
      const chunks: Chunk[] = lengths.map((bytes, index) => ({ number: index * 3, bytes }));
      const whole = chunks.flatMap(({ number, bytes }) =>
        Array.from({ length: bytes }, (_, at) => `${number}:${at}`),
      );
      const range = { first: Math.min(one, other), last: Math.max(one, other) };
      const groups = sliceGroups(chunks, range, most);
      const read = groups.map((group) =>
        group.flatMap(({ number, offset, length }) =>
          Array.from({ length }, (_, at) => `${number}:${offset + at}`),
        ),
      );
      expect(read.flat()).toEqual(whole.slice(range.first, range.last + 1));
      expect(read.every((bytes) => bytes.length > 0 && bytes.length <= most)).toBe(true);
    }),
  );
});

test('a WAV file has the sizes that its header says, and an even end', () => {
  fc.assert(
    fc.property(fc.nat(100_000_000), (samples) => {
      const header = wavHeader(samples, 8_000);
      expect(header.length + samples + wavEnd(samples).length).toBe(wavBytes(samples));
      expect(header.readUInt32LE(4) + 8).toBe(wavBytes(samples));
      expect(wavBytes(samples) % 2).toBe(0);
      expect(header.readUInt32LE(54)).toBe(samples);
    }),
  );
  const header = wavHeader(3, 8_000);
  expect(header.toString('latin1', 0, 4) + header.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect([header.readUInt16LE(20), header.readUInt16LE(22), header.readUInt32LE(24)]).toEqual([
    7, 1, 8_000,
  ]);
});
