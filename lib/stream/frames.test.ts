import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, tone } from '#test/stream-audio';
import { readClientMessage, readEngineMessage } from './frames.ts';

const good = frame(0, tone(0));
const change = (more: object) => JSON.stringify({ ...good, ...more });

test('the documented messages are taken', () => {
  for (const message of [good, { type: 'ping' }, { type: 'session.end' }]) {
    expect(readClientMessage(JSON.stringify(message))).toEqual(message);
  }
});

test.each([
  [change({ sequence: -1 }), 'sequence'],
  [change({ sequence: 1.5 }), 'sequence'],
  [change({ timestamp_ms: '1' }), 'timestamp_ms'],
  [change({ speaker: '' }), 'speaker'],
  [change({ speaker: 'a\0b' }), 'speaker'],
  [change({ speaker: '\ud800' }), 'speaker'],
  [change({ speaker: 'x'.repeat(65) }), 'speaker'],
  [change({ audio: { ...good.audio, sample_rate_hz: 16_000 } }), 'audio.sample_rate_hz'],
  [change({ audio: { ...good.audio, payload: '*' } }), 'audio.payload'],
  [change({ audio: { ...good.audio, payload: '' } }), 'audio.payload'],
  [change({ more: 1 }), 'field too many'],
  [JSON.stringify({ type: 'session.end', __proto__x: 1 }), 'field too many'],
  ['{"type":"ping","__proto__":{"a":1}}', 'field too many'],
  ['{"type":"pong"}', 'type'],
  ['null', 'field too many'],
  ['{', 'not JSON'],
])('%s is refused', (text, why) => {
  expect(readClientMessage(text)).toEqual(expect.stringContaining(why));
});

test('nothing throws, and what is taken is what was sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      for (const read of [readClientMessage, readEngineMessage]) {
        const message = read(text);
        if (typeof message !== 'string') expect(JSON.parse(text)).toEqual(message);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('an engine cannot send what could not be stored', () => {
  const final = {
    type: 'transcript.final',
    speaker: 'a',
    text: 'b',
    timestamp_ms: 0,
    duration_ms: 1,
  };
  expect(readEngineMessage(JSON.stringify(final))).toEqual(final);
  for (const text of ['', 'a\0', '\ud800', 'x'.repeat(8_001)]) {
    expect(readEngineMessage(JSON.stringify({ ...final, text }))).toContain('text');
  }
});
