/** How good a password's length is, 0 (nothing typed) to 3. Source: OWASP ASVS 5.0, 6.2.1. */
export type LengthHint = { readonly level: 0 | 1 | 2 | 3; readonly text: string };

/** Judges the length in characters; what is typed has no other rules. */
export function lengthHint(characters: number): LengthHint {
  if (characters === 0) return { level: 0, text: 'At least 8 characters; 15 or more are better.' };
  if (characters < 8) return { level: 1, text: `${8 - characters} more to go.` };
  if (characters < 15) return { level: 2, text: 'Long enough; 15 or more are better.' };
  return { level: 3, text: 'A good length.' };
}
