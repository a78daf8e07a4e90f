import { z } from 'zod';
import { isId } from '#lib/ids';
import { hasUnprintable, printable } from '#lib/text';

const INT4_MAX = 2_147_483_647;

/** A name that people give: trimmed, 1–80 characters, nothing that could forge a line of a log. */
export const nameField = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Use at most 80 characters.')
  .refine((text) => !hasUnprintable(text), 'Leave out line breaks and control characters.');

/** Free text in one paragraph, may be empty. */
export const noteField = z
  .string()
  .trim()
  .max(500, 'Use at most 500 characters.')
  .refine((text) => !hasUnprintable(text), 'Leave out line breaks and control characters.');

/** Text to look for; what no stored text can hold is left out of it. */
export const searchField = z
  .string()
  .max(200)
  .transform((text) => printable(text, 200).trim());

/** A moment, ISO 8601 with a zone, that the database can hold. */
export const momentField = z.iso
  .datetime({ offset: true, error: 'Enter a time such as 2026-12-24T18:00:00Z.' })
  .max(35)
  .refine((text) => text >= '1970', 'Enter a time since 1970.');

/** A text inside a cursor. */
export const placeField = z
  .string()
  .max(200)
  .refine((text) => !hasUnprintable(text));

export const environmentField = z.enum(['live', 'test']);

/** An id with this prefix; one of another shape is refused before it reaches the database. */
export function idField(
  prefix: 'key' | 'org' | 'usr' | 'uss' | 'sess' | 'arl' | 'alt' | 'ach' | 'wh' | 'whd',
) {
  return z.string().refine((text) => isId(prefix, text), `Give an id that starts with ${prefix}_.`);
}

/** A whole number from 1 to the largest that a column holds. */
export const countField = z
  .int('Enter a whole number.')
  .min(1, 'Enter 1 or more.')
  .max(INT4_MAX, 'This is too large.');
