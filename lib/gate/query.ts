import type { z } from 'zod';
import { type Refusal, refuse } from './call.ts';

/** The schema of a query: an object of its parameters, each a text as it was sent. */
export type QuerySchema = z.ZodObject;

/** A query that passed: as the route's schema understands it. */
export type Query = { readonly kind: 'query'; readonly value: unknown };

const ECHO_LIMIT = 200;

/**
 * The part of check 9 about the query. A parameter that the schema does not know, or that comes twice, is an
 * error: a misspelt `limit` would otherwise be answered as if it had been understood.
 */
export function readQuery(schema: QuerySchema, query: string | null): Query | Refusal {
  const sent = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query ?? '')) {
    if (!Object.hasOwn(schema.shape, name)) return malformed('There is no such parameter.', name);
    if (sent.has(name)) return malformed('This parameter came more than once.', name);
    sent.set(name, value);
  }
  const result = schema.safeParse(Object.fromEntries(sent));
  if (result.success) return { kind: 'query', value: result.data };
  const issue = result.error.issues[0];
  return malformed(issue?.message ?? 'The query is not valid.', String(issue?.path[0] ?? ''));
}

function malformed(message: string, name: string): Refusal {
  const param = name.slice(0, ECHO_LIMIT);
  return refuse('body', 'malformed_request', param === '' ? { message } : { message, param });
}
