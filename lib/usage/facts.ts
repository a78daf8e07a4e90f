import { z } from 'zod';

const count = z.object({ limit: z.number(), count: z.number() });

/** What the deciding check of a refused call saw, as the request log keeps it; which parts depends on the check. */
export const factsShape = z
  .object({
    /** The caller asked for this error by X-Simulate-Error; the call would have succeeded. */
    simulated: z.literal(true),
    /** Why the credential could not be used. */
    fault: z.enum([
      'missing',
      'in_query',
      'repeated',
      'scheme',
      'different',
      'length',
      'checksum',
      'shape',
    ]),
    listener: z.enum(['live', 'test', 'any']),
    /** Epoch milliseconds. */
    endsAt: z.number().nullable(),
    retiring: z.boolean(),
    /** Epoch milliseconds. */
    revokedAt: z.number().nullable(),
    organization: count,
    key: count.nullable(),
    /** Unix seconds. */
    resetAt: z.number(),
    needed: z.string().nullable(),
    held: z.array(z.string()).readonly(),
    /** The field of the body that was not valid. */
    param: z.string(),
    balance: z.number(),
    /** The methods that the path takes. */
    allow: z.string(),
  })
  .partial();

export type Facts = z.infer<typeof factsShape>;
export type CredentialFault = NonNullable<Facts['fault']>;
