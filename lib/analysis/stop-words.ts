import * as lists from 'stopword';

/**
 * The lists of the library `stopword` by BCP 47's codes. Languages that it has under ISO 639-3 alone, or
 * in a script of their own (panGu, lggNd), are left out.
 */
const byLanguage: Readonly<Record<string, readonly string[]>> = {
  af: lists.afr,
  ar: lists.ara,
  bg: lists.bul,
  bn: lists.ben,
  ca: lists.cat,
  cs: lists.ces,
  da: lists.dan,
  de: lists.deu,
  el: lists.ell,
  en: lists.eng,
  es: lists.spa,
  et: lists.est,
  eu: lists.eus,
  fa: lists.fas,
  fi: lists.fin,
  fr: lists.fra,
  gl: lists.glg,
  he: lists.heb,
  hi: lists.hin,
  hr: lists.hrv,
  hu: lists.hun,
  id: lists.ind,
  it: lists.ita,
  ja: lists.jpn,
  ko: lists.kor,
  lt: lists.lit,
  lv: lists.lav,
  nb: lists.nob,
  nl: lists.nld,
  no: lists.nob,
  pl: lists.pol,
  pt: lists.por,
  ro: lists.ron,
  ru: lists.rus,
  sk: lists.slk,
  sl: lists.slv,
  sv: lists.swe,
  th: lists.tha,
  tr: lists.tur,
  uk: lists.ukr,
  ur: lists.urd,
  vi: lists.vie,
  zh: lists.zho,
};

const sets = new Map<string, ReadonlySet<string>>();

/** Words of a language that say nothing of a text's subject, in lower case; null when there is no list. */
export function stopWords(language: string): ReadonlySet<string> | null {
  const list = Object.hasOwn(byLanguage, language) ? byLanguage[language] : undefined;
  if (list === undefined) return null;
  const known = sets.get(language);
  if (known !== undefined) return known;
  const made = new Set(list.map((word) => word.toLowerCase()));
  sets.set(language, made);
  return made;
}
