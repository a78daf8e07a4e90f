import { z } from 'zod';
import { brand } from '#lib/brand';

export const SHORTEST_PASSWORD = 8;
/** Bytes of UTF-8; more is no password but work for the server. */
export const LONGEST_PASSWORD = 1024;
/** Characters that must be left of a password without the words that anybody would try first. */
const OWN_CHARACTERS = 6;
const SHORTEST_WORD = 4;

let common: Promise<ReadonlySet<string>> | undefined;

/** A password field of a form where one is entered, not chosen. */
export const passwordField = z
  .string()
  .min(1, 'Enter your password.')
  .refine((text) => Buffer.byteLength(text) <= LONGEST_PASSWORD, 'This is too long.');

/**
 * What is wrong with a password that somebody chooses, as a sentence, or null. No rules about kinds of
 * characters. Source: OWASP ASVS 5.0, 6.2.
 * @param words what is known of the person: name, e-mail address, organization.
 */
export async function passwordProblem(
  password: string,
  words: readonly string[],
): Promise<string | null> {
  if (Buffer.byteLength(password) > LONGEST_PASSWORD) {
    return `Use at most ${LONGEST_PASSWORD} bytes.`;
  }
  const text = password.normalize('NFKC').toLowerCase();
  if ([...text].length < SHORTEST_PASSWORD) {
    return `Use at least ${SHORTEST_PASSWORD} characters; 15 or more are recommended.`;
  }
  common ??= loadCommon();
  if (new Set(text).size < 3 || (await common).has(text)) {
    return 'This password is among the first that anybody would try. Choose another.';
  }
  return leansOn(text, contextWords(words))
    ? 'This password is mostly your name, address or organization. Choose one that is harder to guess.'
    : null;
}

function contextWords(words: readonly string[]): string[] {
  const parts = [brand.name, ...words].flatMap((word) => {
    const lower = word.normalize('NFKC').toLowerCase();
    return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)];
  });
  return parts.filter((word) => [...word].length >= SHORTEST_WORD);
}

/** Whether little is left of the text without the words, the longest taken out first. */
function leansOn(text: string, words: readonly string[]): boolean {
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), text);
  return rest.length < text.length && [...rest].length < OWN_CHARACTERS;
}

/** Only when somebody chooses a password: the list is large, and most processes never need it. */
async function loadCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()));
}
