import type { z } from 'zod';
import type { ErrorCode } from '#lib/errors';
import type { QuerySchema } from '#lib/gate/query';
import type { RouteHead } from './route.ts';

/** A successful answer of a route. */
export type AnswerDocument = {
  readonly status: number;
  readonly description: string;
  /** Null for an answer without a body, or with one that is not JSON. */
  readonly schema: z.ZodType | null;
  /** Name of the schema in the OpenAPI file. */
  readonly name?: string;
  readonly example?: unknown;
  /** Instead of `application/json`. */
  readonly type?: string;
};

/** What people are told of a route; its head, its checks and these schemas make its part of the OpenAPI file. */
export type RouteDocument = {
  readonly head: RouteHead;
  /** The operation's name in generated clients. */
  readonly id: string;
  /** The heading under which it stands. */
  readonly tag: string;
  /** A few words. */
  readonly summary: string;
  /** Whole sentences; Markdown. */
  readonly description: string;
  /** The schema by which the gate validates the body. */
  readonly body?: z.ZodType;
  /** Name of the body's schema in the OpenAPI file. */
  readonly bodyName?: string;
  readonly bodyExample?: unknown;
  readonly query?: QuerySchema;
  readonly answer: AnswerDocument;
  /** Errors of its own, beside those that its head brings. */
  readonly errors: readonly ErrorCode[];
};
