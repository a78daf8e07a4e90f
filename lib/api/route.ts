import type { z } from 'zod';
import type { Call, Outcome } from '#lib/gate/call';
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
};

/** One row of the API. Every POST takes an Idempotency-Key. */
export type Route = RouteHead & {
  /** Null: the route takes no body and none is read. A missing body is validated as `{}`. */
  readonly body: z.ZodType | null;
  /**
   * A plain value keeps a call that needs no waiting free of promises. A fault is thrown. After a wait the
   * gate judges a GET's key again; what writes judges it in its own transaction.
   */
  handler(call: Call): Outcome | Promise<Outcome>;
};

type BodyOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : null;

/** Declares a route whose handler sees its body by the schema's type. */
export function route<const Schema extends z.ZodType | null>(
  row: Omit<Route, 'body' | 'handler'> & {
    readonly body: Schema;
    handler(call: Call<BodyOf<Schema>>): Outcome | Promise<Outcome>;
  },
): Route {
  return row;
}
