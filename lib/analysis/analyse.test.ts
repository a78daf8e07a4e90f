import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analysisAnswer } from '#lib/api/analyses/answer';
import { newId } from '#lib/ids';
import { analyse } from './analyse.ts';
import { checkCompliance } from './compliance.ts';
import { findKeywords } from './keywords.ts';
import { analysisParts } from './parts.ts';
import { measurePerformance } from './performance.ts';
import { rateSentiment } from './sentiment.ts';
import { summarise } from './summary.ts';
import type { SessionFacts, Turn } from './turn.ts';

const facts: SessionFacts = { mode: 'ai_agent', recorded: true };

function turns(...given: readonly Partial<Turn>[]): Turn[] {
  return given.map((turn, index) => ({
    sequence: index + 1,
    speaker: 'agent',
    language: 'en',
    text: '',
    offsetMs: index * 1_000,
    durationMs: 1_000,
    ...turn,
  }));
}

describe('the summary', () => {
  test('counts turns, shares of talk, and the longest silence of all, overlaps minded', () => {
    const said = turns(
      { speaker: 'a', offsetMs: 0, durationMs: 9_000 },
      { speaker: 'b', offsetMs: 1_000, durationMs: 1_000 },
      { speaker: 'a', offsetMs: 10_500, durationMs: 1_000 },
      { speaker: 'b', offsetMs: 12_000, durationMs: 1_000 },
    );
    expect(summarise(said)).toEqual({
      turns: 4,
      speakers: [
        { speaker: 'a', turns: 2, talk_seconds: 10, talk_ratio: 0.833 },
        { speaker: 'b', turns: 2, talk_seconds: 2, talk_ratio: 0.167 },
      ],
      longest_silence: { seconds: 1.5, after_sequence: 1 },
    });
  });

  test('makes up no ratio and no silence', () => {
    expect(summarise(turns({ durationMs: 0 }))).toMatchObject({
      speakers: [{ talk_ratio: null }],
      longest_silence: null,
    });
  });
});

describe('sentiment', () => {
  test('is the mean of the rated words, by speaker and over all', () => {
    const said = turns(
      { speaker: 'a', text: 'This is great, thank you!' },
      { speaker: 'b', text: 'Terrible. I am not happy.' },
    );
    expect(rateSentiment(said)).toMatchObject({
      turns_rated: 2,
      turns_not_rated: 0,
      rated_words: 4,
      score: -0.25,
      label: 'neutral',
      speakers: [
        { speaker: 'a', score: 2.5, label: 'positive', rated_words: 2 },
        { speaker: 'b', score: -3, label: 'negative', rated_words: 2 },
      ],
    });
  });

  test.each(['de', '', 'fr-CA'])('of the language "%s" is not known, and says so', (language) => {
    const rated = rateSentiment(turns({ language, text: 'great war die' }));
    const nothing = { score: null, label: null, rated_words: 0 };
    expect(rated).toEqual({
      languages: ['en'],
      turns_rated: 0,
      turns_not_rated: 1,
      ...nothing,
      speakers: [{ speaker: 'agent', ...nothing }],
    });
  });

  test('of words that nobody rated is none', () => {
    expect(rateSentiment(turns({ text: 'The table has four legs.' }))).toMatchObject({
      score: null,
      turns_rated: 1,
    });
  });
});

describe('keywords', () => {
  test('are the most frequent words that say something, in their language', () => {
    const said = turns(
      { text: "The invoice isn't here. Invoice 4711, the INVOICE!" },
      { language: 'de-AT', text: 'Die Rechnung und der Vertrag und die Rechnung' },
      { language: 'fr', text: 'l\u2019abonnement' },
      { language: 'tlh', text: 'nuqneH nuqneH' },
      { language: '', text: 'invoice invoice' },
    );
    expect(findKeywords(said)).toEqual({
      keywords: [
        { word: 'invoice', language: 'en', count: 3 },
        { word: 'rechnung', language: 'de', count: 2 },
        { word: 'abonnement', language: 'fr', count: 1 },
        { word: 'vertrag', language: 'de', count: 1 },
      ],
      languages_skipped: ['tlh', 'und'],
    });
  });

  test('are found where no blanks part words', () => {
    const { keywords } = findKeywords(turns({ language: 'ja', text: '\u8acb\u6c42\u66f8' }));
    expect(keywords.length).toBeGreaterThan(0);
  });

  test('are ten at most', () => {
    const text = 'apple bridge castle dragon engine forest garden harbor island jungle kettle';
    expect(findKeywords(turns({ text })).keywords).toHaveLength(10);
  });
});

describe('compliance', () => {
  test.each([
    ['en', 'This call may be recorded.', 'given'],
    ['de', 'Das Gespräch wird aufgezeichnet.', 'given'],
    ['fr', 'Cet appel est enregistré.', 'given'],
    ['es', 'Esta llamada está siendo grabada.', 'given'],
    ['en', 'Good morning.', 'missing'],
    ['ja', 'Good morning.', 'unknown'],
    ['', 'This call may be recorded.', 'unknown'],
  ])('in "%s": %s: the notice is %s', (language, text, status) => {
    const { recording_notice: notice } = checkCompliance(
      turns({ text: 'Hi.' }, { language, text }),
      facts,
    );
    const given = status === 'given';
    expect(notice).toMatchObject({
      status,
      sequence: given ? 2 : null,
      seconds: given ? 1 : null,
    });
  });

  test('needs no notice without a recording', () => {
    const { recording_notice: notice } = checkCompliance(turns({}), { ...facts, recorded: false });
    expect(notice.status).toBe('not_needed');
  });

  test.each([
    ['4242 4242 4242 4242', true],
    ['my card is 378282246310005, ok', true],
    ['4242-4242-4242-4243', false],
    ['0000000000000000', false],
    ['call +49 30 1234567', false],
  ])('%s holds a card number: %s', (text, found) => {
    const { card_numbers: cards } = checkCompliance(turns({ text }), facts);
    expect(cards.sequences).toEqual(found ? [1] : []);
  });
});

describe('performance', () => {
  test('measures from the end of a turn to the answer', () => {
    const said = turns(
      { speaker: 'a', offsetMs: 0, durationMs: 1_000 },
      { speaker: 'b', offsetMs: 1_500, durationMs: 1_000 },
      { speaker: 'b', offsetMs: 5_000, durationMs: 1_000 },
      { speaker: 'a', offsetMs: 5_500, durationMs: 500 },
      { speaker: 'b', offsetMs: 8_001, durationMs: 21_999 },
    );
    expect(measurePerformance(said)).toEqual({
      responses: { count: 3, median_seconds: 0.5, longest_seconds: 2.001 },
      interruptions: 1,
      speakers: [
        { speaker: 'a', responses: 1, median_seconds: 0 },
        { speaker: 'b', responses: 2, median_seconds: 1.251 },
      ],
      turns_per_minute: 10,
    });
  });

  test('of one turn is nothing', () => {
    expect(measurePerformance(turns({ durationMs: 0 }))).toEqual({
      responses: { count: 0, median_seconds: null, longest_seconds: null },
      interruptions: 0,
      speakers: [{ speaker: 'agent', responses: 0, median_seconds: null }],
      turns_per_minute: null,
    });
  });
});

const anyTurn = fc.record({
  speaker: fc.string({ unit: 'binary' }),
  language: fc.constantFrom('', 'en', 'de', 'ja', 'th', 'x-klingon', '__proto__', 'constructor'),
  text: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'constructor __proto__ hasOwnProperty good',
      "'",
      '\u2019\u2019',
      '1234567890123',
    ),
  ),
  offsetMs: fc.nat(10_000_000),
  durationMs: fc.nat(100_000),
});

test('whatever was said, every part has the shape that the API promises, the same each time', () => {
  fc.assert(
    fc.property(
      fc.array(anyTurn, { minLength: 1, maxLength: 20 }),
      fc.subarray([...analysisParts], { minLength: 1 }),
      (said, include) => {
        const results = analyse(turns(...said), facts, include);
        expect(Object.keys(results)).toEqual(include);
        expect(analyse(turns(...said), facts, include)).toEqual(results);
        analysisAnswer.parse({
          id: newId('anl'),
          object: 'analysis',
          session_id: newId('sess'),
          status: 'completed',
          ...JSON.parse(JSON.stringify(results)),
          error: null,
          created_at: '2026-01-01T00:00:00.000Z',
          completed_at: '2026-01-01T00:00:00.000Z',
        });
      },
    ),
  );
});
