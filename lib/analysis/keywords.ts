import { stopWords } from './stop-words.ts';
import { baseLanguage, type Turn } from './turn.ts';

const MOST = 10;
/** Shorter words of alphabets are rarely a subject; in scripts of syllables or ideas one sign can be a word. */
const SHORTEST = 3;
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const LETTER = /\p{L}/u;

/** The words that came most often. */
export type Keywords = {
  keywords: { word: string; language: string; count: number }[];
  /** Languages of turns that were left out, since there is no list of stop words for them; `und`: not detected. */
  languages_skipped: string[];
};

/** The ten most frequent words that are no stop words, by count and then by alphabet, as they were said in lower case. */
export function findKeywords(turns: readonly Turn[]): Keywords {
  const counts = new Map<string, { word: string; language: string; count: number }>();
  const skipped = new Set<string>();
  for (const turn of turns) {
    const language = baseLanguage(turn);
    const stops = stopWords(language);
    if (stops === null) skipped.add(language === '' ? 'und' : language);
    else for (const word of wordsOf(turn.text, language, stops)) count(counts, word, language);
  }
  const sorted = [...counts.values()].sort(
    (one, other) =>
      other.count - one.count ||
      compare(one.word, other.word) ||
      compare(one.language, other.language),
  );
  return { keywords: sorted.slice(0, MOST), languages_skipped: [...skipped].sort() };
}

function count(
  counts: Map<string, { word: string; language: string; count: number }>,
  word: string,
  language: string,
): void {
  const id = `${language} ${word}`;
  const known = counts.get(id);
  if (known === undefined) counts.set(id, { word, language, count: 1 });
  else known.count += 1;
}

const segmenters = new Map<string, Intl.Segmenter>();

function wordsOf(text: string, language: string, stops: ReadonlySet<string>): string[] {
  const segmenter =
    segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, segmenter);
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => {
    const word = isWordLike === true ? stem(segment.toLowerCase()) : '';
    const isLong = word.length >= SHORTEST || DENSE.test(word);
    return isLong && LETTER.test(word) && !stops.has(word) ? [word] : [];
  });
}

/** What is left of `we'll`, `order's` and `l'ordre`: the longest part; nothing of `don't`. */
function stem(word: string): string {
  if (/n['\u2019]t$/.test(word)) return '';
  const parts = word.split(/['\u2019]/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
