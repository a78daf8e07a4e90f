import { z } from 'zod';

/** Longest address that mail can carry. Source: RFC 5321, 4.5.3.1. */
const LONGEST = 254;
const address = z.email().max(LONGEST);

/**
 * An e-mail address in the one form that is stored and compared, or null when it is none. Unicode is
 * normalized (NFKC) before the check, so that a look-alike of `@` cannot pass it and mean another address.
 */
export function normalizeEmail(text: string): string | null {
  if (text.length > 4 * LONGEST) return null;
  const parsed = address.safeParse(text.normalize('NFKC').trim().toLowerCase());
  return parsed.success ? parsed.data : null;
}

/** An e-mail field of a form: takes every spelling, gives the stored form. */
export const emailField = z.string().transform((text, ctx) => {
  const email = normalizeEmail(text);
  if (email !== null) return email;
  ctx.addIssue('Enter an e-mail address such as ada@example.com.');
  return z.NEVER;
});
