import { baseLanguage, type SessionFacts, type Turn, toSeconds } from './turn.ts';

/** Words by which people say that a call is recorded. */
const NOTICES: Readonly<Record<string, RegExp>> = {
  de: /aufgezeichnet|aufzeichn|aufgenommen|mitgeschnitten/iu,
  en: /\brecord(?:ed|ing|s)?\b/iu,
  es: /\bgrab(?:ad[ao]s?|ando|amos|ar|ación)\b|\bgrabará/iu,
  fr: /enregistr/iu,
  it: /registrat|registrazione|registriamo/iu,
  nl: /opgenomen|opname|opnemen/iu,
  pt: /\bgrava(?:d[ao]s?|ção|ndo|mos|r)\b/iu,
};
/** So many digits make a payment card's number (ISO/IEC 7812-1), with blanks or hyphens between them. */
const DIGITS = /\d(?:[ -]?\d){12,18}/g;

/** What can be told of rules from the words alone. */
export type Compliance = {
  recording_notice: {
    /**
     * `not_needed`: the session is not recorded. `given`: somebody spoke of recording. `missing`: nobody did.
     * `unknown`: nobody did in the languages that are known here, but there are others.
     */
    status: 'not_needed' | 'given' | 'missing' | 'unknown';
    /** The first turn that speaks of it. */
    sequence: number | null;
    /** When that began, seconds from the session's start. */
    seconds: number | null;
    /** Languages in which it is recognised. */
    languages: string[];
  };
  /** Turns with a number that has the form and the check digit of a payment card's. */
  card_numbers: { sequences: number[] };
};

/** Whether recording was spoken of, by its words, and whether card numbers were written down, by their check digit. */
export function checkCompliance(turns: readonly Turn[], facts: SessionFacts): Compliance {
  const first = turns.find((turn) => noticeOf(turn)?.test(turn.text) === true);
  return {
    recording_notice: {
      status: statusOf(turns, facts, first !== undefined),
      sequence: first?.sequence ?? null,
      seconds: first === undefined ? null : toSeconds(first.offsetMs),
      languages: Object.keys(NOTICES),
    },
    card_numbers: {
      sequences: turns.filter(({ text }) => hasCard(text)).map(({ sequence }) => sequence),
    },
  };
}

function statusOf(turns: readonly Turn[], { recorded }: SessionFacts, given: boolean) {
  if (!recorded) return 'not_needed';
  if (given) return 'given';
  return turns.every((turn) => noticeOf(turn) !== undefined) ? 'missing' : 'unknown';
}

function noticeOf(turn: Turn): RegExp | undefined {
  const language = baseLanguage(turn);
  return Object.hasOwn(NOTICES, language) ? NOTICES[language] : undefined;
}

function hasCard(text: string): boolean {
  return (text.match(DIGITS) ?? []).some((found) => passesLuhn(found.replace(/[ -]/g, '')));
}

/** The check of ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0 && /[1-9]/.test(digits);
}
