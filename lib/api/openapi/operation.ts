import { z } from 'zod';
import type { AnswerDocument, RouteDocument } from '#lib/api/document';
import { errorResponses } from './errors.ts';
import { answerHeaders } from './headers.ts';

/** A JSON Schema, or a part of the document. */
export type Part = Record<string, unknown>;

/** `/v1/sessions/:id` as OpenAPI writes it. */
export function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** The JSON Schema (2020-12) of a Zod schema: of what is sent, or of what is answered. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Part {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** The operation of a route; named schemas are put into `schemas`. */
export function operationOf(route: RouteDocument, schemas: Part): Part {
  const { head, id, tag, summary, body, answer } = route;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: descriptionOf(route),
    ...(head.open === true && { security: [] }),
    'x-permission': head.permission,
    'x-credits': head.credits,
    parameters: parametersOf(route),
    ...(body !== undefined && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: {
          'application/json': {
            schema: named(schemas, route.bodyName, schemaOf(body, 'input')),
            ...(route.bodyExample !== undefined && { example: route.bodyExample }),
          },
        },
      },
    }),
    responses: { [answer.status]: successOf(route, answer, schemas), ...errorResponses(route) },
  };
}

function descriptionOf({ head, description }: RouteDocument): string {
  const needs =
    head.open === true
      ? 'Needs no key.'
      : head.permission === null
        ? 'Every valid key may call it.'
        : `Needs the permission \`${head.permission}\`.`;
  const cost = head.credits === 0 ? 'Free.' : `A success costs ${head.credits} credit.`;
  return `${description}\n\n${needs} ${cost}`;
}

function successOf(route: RouteDocument, answer: AnswerDocument, schemas: Part): Part {
  const { status, description, schema, name, example, type = 'application/json' } = answer;
  const headers = answerHeaders(route.head, { status, codes: [] });
  if (status === 204) return { description, headers };
  const json =
    schema === null
      ? type === 'application/json'
        ? { type: 'object' }
        : { type: 'string', format: 'binary' }
      : named(schemas, name, schemaOf(schema, 'output'));
  const content = { schema: json, ...(example !== undefined && { example }) };
  return { description, headers, content: { [type]: content } };
}

function named(schemas: Part, name: string | undefined, schema: Part): Part {
  if (name === undefined) return schema;
  schemas[name] = schema;
  return { $ref: `#/components/schemas/${name}` };
}

function parametersOf({ head, query }: RouteDocument): Part[] {
  const inPath = [...head.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: 'The id, as the call that made it answered.',
    schema: { type: 'string' },
  }));
  // What a parameter means, such as a number, not the text that stands for it in the address.
  const { properties = {} } = query === undefined ? {} : schemaOf(query, 'output');
  const inQuery = Object.entries(properties as Part).map(([name, schema]) => ({
    name,
    in: 'query',
    schema,
  }));
  return [...inPath, ...inQuery, ...headersOf(head)];
}

function headersOf(head: RouteDocument['head']): Part[] {
  if (head.open === true) return [];
  const simulate = { $ref: '#/components/parameters/SimulateError' };
  return head.method === 'POST'
    ? [{ $ref: '#/components/parameters/IdempotencyKey' }, simulate]
    : [simulate];
}
