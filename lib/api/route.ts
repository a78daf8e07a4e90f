import type { z } from 'zod';
import type { Call, Outcome } from '#lib/gate/call';
import type { QuerySchema } from '#lib/gate/query';
import type { Permission } from '#lib/keys/scopes';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What can be known of a route without running it. */
export type RouteHead = {
  readonly method: Method;
  /** Pattern of find-my-way, e.g. `/v1/sessions/:id`. */
  readonly path: string;
  /** Null when every valid key may call. */
  readonly permission: Permission | null;
  /** What a success costs. */
  readonly credits: 0 | 1;
  /** Whether anybody may call, without a key. */
  readonly open?: true;
};

/** One row of the API. Every POST takes an Idempotency-Key. */
export type Route = RouteHead & {
  /** Null: the route takes no body and none is read. A missing body is validated as `{}`. */
  readonly body: z.ZodType | null;
  /** What the query may say. Without it nobody looks at the query, but for a credential in it. */
  readonly query?: QuerySchema | undefined;
  /**
   * A plain value keeps a call that needs no waiting free of promises. A fault is thrown. After a wait the
   * gate judges a GET's key again; what writes judges it in its own transaction.
   */
  handler(call: Call): Outcome | Promise<Outcome>;
  /** Answers a call that needs no key, and so is not asked for one; only with `open`. */
  openly?(): Outcome;
};

type ValueOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : null;

/** Declares a route whose handler sees its body and query by their schemas' types. */
export function route<
  const Schema extends z.ZodType | null,
  const Query extends QuerySchema | undefined = undefined,
>(
  row: Omit<Route, 'body' | 'query' | 'handler'> & {
    readonly body: Schema;
    readonly query?: Query;
    handler(call: Call<ValueOf<Schema>, ValueOf<Query>>): Outcome | Promise<Outcome>;
  },
): Route {
  return row;
}
