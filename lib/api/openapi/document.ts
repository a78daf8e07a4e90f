import { routeDocuments } from '#lib/api/documents';
import { errorAnswer } from '#lib/api/error-answer';
import { brand } from '#lib/brand';
import { errorCodes } from '#lib/errors';
import { headerTexts } from './headers.ts';
import { operationOf, type Part, schemaOf, templateOf } from './operation.ts';
import { webhookParts } from './webhooks.ts';

/** Public origins of the gate; an empty one is not served. */
type Servers = { readonly live: string; readonly test: string };

const DESCRIPTION = [
  'Voice sessions over HTTP and WebSocket. Every answer carries `X-Request-ID`; an error has one envelope, whose `code` and the status say what happened.',
  'A path that does not exist answers 404 `route_not_found`, a method that a path does not take 405 `method_not_allowed` with `Allow`.',
].join('\n\n');

/**
 * The API in OpenAPI 3.1, made of the routes' heads and of the very schemas that validate.
 * Source: https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(servers: Servers) {
  const schemas: Part = { Error: schemaOf(errorAnswer, 'output') };
  const paths: Record<string, Part> = {};
  for (const route of routeDocuments) {
    const path = templateOf(route.head.path);
    const item = paths[path] ?? {};
    paths[path] = item;
    item[route.head.method.toLowerCase()] = operationOf(route, schemas);
  }
  return {
    openapi: '3.1.1',
    info: { title: brand.apiName, version: '1', description: DESCRIPTION, license },
    servers: serversOf(servers),
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: tagsOf(),
    paths,
    webhooks: webhookParts(),
    components: { schemas, headers: headers(), parameters, securitySchemes },
  };
}

const TAGS: Readonly<Record<string, string>> = {
  Key: 'What the presented key is and may do.',
  Sessions: 'Voice sessions: create, look, end.',
  Streams: 'Tokens that open a session’s WebSocket.',
  Transcripts: 'What was said, turn by turn.',
  Recordings: 'The audio of sessions.',
  Analyses: 'Summaries and figures of ended sessions.',
  Webhooks: 'Endpoints that are told of events.',
  API: 'The API itself.',
};

function tagsOf(): Part[] {
  const used = new Set(routeDocuments.map(({ tag }) => tag));
  return [...used].map((name) => ({ name, description: TAGS[name] ?? name }));
}

const license = { name: 'MIT', identifier: 'MIT' };

function serversOf({ live, test }: Servers): Part[] {
  const named = [
    { url: live, description: 'Live: keys that begin with sk_live_' },
    { url: test, description: 'Test: keys that begin with sk_test_' },
  ];
  return named.filter(({ url }) => url !== '');
}

function headers(): Part {
  const entries = Object.entries(headerTexts).map(([name, [type, description]]) => [
    name,
    { description, schema: { type } },
  ]);
  return Object.fromEntries(entries);
}

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes a repeated call safe: for 24 hours the same key with the same body gives the first answer again, free.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  SimulateError: {
    name: 'X-Simulate-Error',
    in: 'header',
    description:
      'Test environment only: a call that would have succeeded answers with this error instead, at no cost and without effect.',
    schema: { type: 'string', enum: errorCodes },
  },
};

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'Your API key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Your API key.' },
};
