import { z } from 'zod';
import type { IdPrefix } from '#lib/ids';

const MOST = 100;
const USUAL = 20;

/**
 * The query of a list whose objects have ids with this prefix; the list is sorted newest first. A cursor is
 * a place, not an object: one that is gone, or was never there, still says where to go on.
 * Source: the /v1 contract, "Resources".
 */
export function listQuery(prefix: IdPrefix) {
  const cursor = z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`), `Must be an id such as ${prefix}_….`);
  return z
    .strictObject({
      limit: z
        .string()
        .regex(/^\d{1,3}$/, `Must be a whole number from 1 to ${MOST}.`)
        .transform(Number)
        .pipe(z.int().min(1).max(MOST, `Must be a whole number from 1 to ${MOST}.`))
        .default(USUAL)
        .describe('How many objects at most.'),
      starting_after: cursor.optional().describe('Shows what follows this object in the list.'),
      ending_before: cursor.optional().describe('Shows what precedes this object in the list.'),
    })
    .refine(
      ({ starting_after, ending_before }) =>
        starting_after === undefined || ending_before === undefined,
      { path: ['ending_before'], error: 'Send starting_after or ending_before, not both.' },
    );
}

/** A list's query as validated. */
export type ListQuery = z.output<ReturnType<typeof listQuery>>;
