import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamedSession } from '#lib/stream/session';
import { tone } from '#test/stream-audio';
import { openSandbox } from './sandbox.ts';

const FRAME_MS = 20;
const session: StreamedSession = {
  ...{
    id: 'sess_1',
    organizationId: 'org_1',
    environment: 'test',
    mode: 'bidirectional_translation',
  },
  ...{ sourceLanguage: 'de', targetLanguage: 'en', recordingEnabled: false, keyId: 'key_1' },
  ...{ startedAt: 0, claimedAt: 0, lastSequence: 0 },
};

/** Voice of these loudnesses, a frame each, and a pause behind it. */
type Utterance = readonly number[];
type Told = { readonly partials: string[]; readonly text: string; readonly translation: string };

/** The turns that the engine tells, in order. */
async function hear(utterances: readonly Utterance[], sourceLanguage = 'de'): Promise<Told[]> {
  const turns: Told[] = [];
  let partials: string[] = [];
  const engine = openSandbox(
    { ...session, sourceLanguage },
    {
      ready: () => {},
      failed: () => {},
      busy: () => {},
      partial: ({ text }) => partials.push(text),
      final: ({ text, translation }) => {
        turns.push({ partials, text, translation: translation ?? '' });
        partials = [];
      },
    },
  );
  const frames = utterances.flatMap((voice) => [...voice, ...Array(30).fill(0)]);
  for (const [at, amplitude] of frames.entries()) {
    const payload = tone(amplitude).toString('base64');
    const audio = { encoding: 'mulaw', sample_rate_hz: 8000, payload } as const;
    const frame = {
      type: 'audio.input',
      sequence: at,
      speaker: 'caller',
      timestamp_ms: at * FRAME_MS,
    } as const;
    engine.hear({ ...frame, audio }, '');
  }
  await engine.end();
  return turns;
}

const spoken = (ms: number, amplitude = 4_000) => Array(ms / FRAME_MS).fill(amplitude);

test('a turn grows towards its final, though its loudness and length change on the way', async () => {
  const rising = [...spoken(500, 2_000), ...spoken(1_000, 20_000), ...spoken(1_000, 5_000)];
  const [turn] = await hear([rising]);
  expect(turn).toEqual({
    partials: [
      'Guten Morgen,',
      'Guten Morgen, wie',
      'Guten Morgen, wie kann ich',
      'Guten Morgen, wie kann ich Ihnen',
      'Guten Morgen, wie kann ich Ihnen helfen?',
    ],
    text: 'Guten Morgen, wie kann ich Ihnen helfen?',
    translation: 'Good morning, how can I help you?',
  });
});

test('the next turn, and a long one, go on with the next sentences', async () => {
  const [first, second, long] = await hear([
    spoken(600, 2_000),
    spoken(600, 2_000),
    spoken(4_000, 2_000),
  ]);
  expect(first?.text).toBe('Guten Morgen, wie kann ich Ihnen helfen?');
  expect(second?.text).toBe('Ich rufe wegen meiner Bestellung an.');
  expect(long?.text).toBe(
    'Könnten Sie das bitte wiederholen? Das Paket ist noch nicht angekommen.',
  );
  expect(long?.partials.at(-1)).toBe('Könnten Sie das bitte wiederholen? Das Paket ist noch');
});

const anyUtterances = fc.array(
  fc.array(
    fc.record({
      amplitude: fc.integer({ min: 1_500, max: 32_000 }),
      frames: fc.integer({ min: 1, max: 120 }),
    }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
  { minLength: 1, maxLength: 4 },
);

test('whatever is heard, each partial is a beginning of its final, and the same audio gives the same turns', async () => {
  const language = fc.constantFrom('de', 'en', 'fr', 'es', 'it');
  await fc.assert(
    fc.asyncProperty(anyUtterances, language, async (drawn, from) => {
      const voices = drawn.map((parts) =>
        parts.flatMap(({ amplitude, frames }) => Array<number>(frames).fill(amplitude)),
      );
      const turns = await hear(voices, from);
      expect(turns.length).toBeGreaterThan(0);
      for (const { partials, text } of turns) {
        const steps = [...partials, text];
        for (const [at, step] of steps.entries()) {
          expect(step.startsWith(steps[at - 1] ?? '')).toBe(true);
          expect(step).not.toBe('');
        }
      }
      expect(await hear(voices, from)).toEqual(turns);
    }),
    { numRuns: 40 },
  );
});
