import Rater from 'sentiment';
import { baseLanguage, bySpeaker, rounded, type Turn } from './turn.ts';

const rater = new Rater();
/** What the word list knows: AFINN-165 is English. */
const LANGUAGES = ['en'];
/** A mean this far from 0 is no longer neutral: half a step of the list. */
const CLEAR = 0.5;

export type Mood = 'positive' | 'neutral' | 'negative';

type Rating = {
  /** Mean of the rated words, -5 to 5; null when no word is rated. */
  score: number | null;
  label: Mood | null;
  rated_words: number;
};

/** How friendly the words are, as far as the list knows them. */
export type Sentiment = Rating & {
  /** Languages that can be rated. */
  languages: string[];
  turns_rated: number;
  /** Turns in another language, or in none that was detected. */
  turns_not_rated: number;
  speakers: (Rating & { speaker: string })[];
};

/**
 * The mean of the words that AFINN-165 rates, a negation before a word turned over; English turns only, since
 * a guess in another language would look like knowledge. Two digits.
 * Source: https://github.com/thisandagain/sentiment
 */
export function rateSentiment(turns: readonly Turn[]): Sentiment {
  const known = turns.filter((turn) => LANGUAGES.includes(baseLanguage(turn)));
  return {
    languages: LANGUAGES,
    turns_rated: known.length,
    turns_not_rated: turns.length - known.length,
    ...rate(known),
    speakers: [...bySpeaker(turns)].map(([speaker, own]) => ({
      speaker,
      ...rate(own.filter((turn) => known.includes(turn))),
    })),
  };
}

function rate(turns: readonly Turn[]): Rating {
  const results = turns.map(({ text }) => rater.analyze(text.replaceAll('\u2019', "'")));
  const words = results.reduce((sum, result) => sum + result.words.length, 0);
  if (words === 0) return { score: null, label: null, rated_words: 0 };
  const mean = results.reduce((sum, result) => sum + result.score, 0) / words;
  return { score: rounded(mean, 2), label: labelOf(mean), rated_words: words };
}

function labelOf(mean: number): Mood {
  if (mean >= CLEAR) return 'positive';
  return mean <= -CLEAR ? 'negative' : 'neutral';
}
