import { z } from 'zod';
import { analysisParts } from '#lib/analysis/parts';

/** The body of `POST /v1/sessions/{id}/analysis`. */
export const createAnalysisBody = z.strictObject({
  include: z
    .array(z.enum(analysisParts))
    .min(1, 'Ask for one part at least.')
    .max(analysisParts.length, `There are ${analysisParts.length} parts.`)
    .refine((parts) => new Set(parts).size === parts.length, 'Each part can be asked for once.')
    .default([...analysisParts])
    .describe('The parts asked for; all of them when it is left out.'),
});
