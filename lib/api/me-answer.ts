import { z } from 'zod';
import { permissions } from '#lib/keys/scopes';

/** The answer of `GET /v1/me`. */
export const meAnswer = z.strictObject({
  object: z.literal('api_key'),
  id: z.string().regex(/^key_/),
  name: z.string(),
  organization: z.strictObject({
    id: z.string().regex(/^org_/),
    name: z.string(),
    plan: z.enum(['free', 'starter', 'pro', 'enterprise']),
  }),
  environment: z.enum(['live', 'test']),
  permissions: z.array(z.enum(permissions)),
  expires_at: z.iso.datetime().nullable().describe('When the key ends; null for never.'),
  credits: z.strictObject({
    remaining: z.int().min(0),
    used: z.int().min(0).describe('In this billing period.'),
  }),
  rate_limit: z.strictObject({
    limit: z.int().describe('Calls a minute.'),
    remaining: z.int().min(0),
    reset: z.int().describe('Unix seconds at which the minute ends.'),
  }),
});
