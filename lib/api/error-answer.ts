import { z } from 'zod';
import { errorCodes, errorEntry } from '#lib/errors';

const types = [...new Set(errorCodes.map((code) => errorEntry(code).type))];

/** The answer of every refusal. */
export const errorAnswer = z.strictObject({
  error: z.strictObject({
    type: z.enum(types),
    code: z.enum(errorCodes).describe('Branch on this and on the status, never on the text.'),
    message: z.string().describe('For people; it may change.'),
    param: z.string().optional().describe('The field or header that is wrong.'),
    request_id: z.string().regex(/^req_/).describe('Equal to the header X-Request-ID.'),
    retry_after: z.int().min(1).optional().describe('Seconds; equal to the header Retry-After.'),
  }),
});
