import { z } from 'zod';

/** The JSON of one page of a list of such objects. */
export function listAnswer<const Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z
      .boolean()
      .describe('Whether more objects lie in the direction in which the page was asked for.'),
    url: z.string().describe('The path of the list.'),
  });
}
