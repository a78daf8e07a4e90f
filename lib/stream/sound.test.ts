import { expect, test } from 'vitest';
import { CHUNK_SAMPLES, Mixer } from './mixer.ts';
import { loudness, MULAW_SILENCE, toLinear, toMulaw } from './mulaw.ts';

test('mu-law: the standard’s own values, and each byte comes back', () => {
  expect([toLinear(0xff), toLinear(0x00), toLinear(0x80)]).toEqual([0, -32_124, 32_124]);
  expect([toMulaw(0), toMulaw(40_000), toMulaw(-40_000)]).toEqual([0xff, 0x80, 0x00]);
  for (let byte = 0; byte < 256; byte++) {
    // There are two zeros, and the negative one is not made.
    expect(toMulaw(toLinear(byte))).toBe(byte === 0x7f ? 0xff : byte);
  }
  expect(loudness(Buffer.alloc(10, MULAW_SILENCE))).toBe(0);
  expect(loudness(Buffer.alloc(10, 0x80))).toBe(32_124);
});

const samples = (length: number, byte: number) => Buffer.alloc(length, byte);

test('a mix has each voice where its clock says, and silence between', () => {
  const mixer = new Mixer(0);
  mixer.add('a', 1_000, samples(160, 0x90), 0);
  mixer.add('b', 1_010, samples(160, 0x90), 10);
  mixer.add('a', 1_060, samples(160, 0x90), 60);
  const [whole] = mixer.end();
  expect(whole?.length).toBe(480 + 160);
  const both = toMulaw(2 * toLinear(0x90));
  const place = (at: number) => whole?.[at];
  expect([place(0), place(100), place(200), place(300), place(500)]).toEqual([
    0x90,
    both,
    0x90,
    MULAW_SILENCE,
    0x90,
  ]);
});

test('a voice whose clock repeats itself is put together in its order, whole', () => {
  const mixer = new Mixer(0);
  const frames = Array.from({ length: 1_000 }, (_, n) => samples(160, 0x80 + (n % 100)));
  const chunks = frames.flatMap((frame) => mixer.add('a', 5_000, frame, 0));
  const all = Buffer.concat([...chunks, ...mixer.end()]);
  expect(all.equals(Buffer.concat(frames))).toBe(true);
  expect(chunks.every(({ length }) => length === CHUNK_SAMPLES)).toBe(true);
});

test('no clock makes more silence than time has passed, and one that runs back loses nothing', () => {
  const mixer = new Mixer(0);
  let length = 0;
  for (let n = 0; n < 50; n++) {
    const wild = n % 2 === 1 ? Number.MAX_SAFE_INTEGER - n : n;
    for (const chunk of mixer.add('a', wild, samples(160, 0x90), 1_000)) length += chunk.length;
  }
  for (const chunk of mixer.end()) length += chunk.length;
  expect(length).toBeGreaterThanOrEqual(50 * 160);
  expect(length).toBeLessThan(8_000 * 12 + 50 * 160);
});

test('an hour at a far place comes out whole', () => {
  const mixer = new Mixer(0);
  let length = 0;
  for (let second = 0; second < 3_600; second += 400) {
    const chunks = mixer.add('a', second * 1_000, samples(160, 0x90), second * 1_000);
    for (const chunk of chunks) length += chunk.length;
  }
  for (const chunk of mixer.end()) length += chunk.length;
  expect(length).toBe(3_200 * 8_000 + 160);
});
