import { expect, test } from 'vitest';
import { routeDocuments } from '#lib/api/documents';
import { errorAnswer } from '#lib/api/error-answer';
import { routeHeads } from '#lib/api/heads';
import { openResources } from '#lib/api/routes';
import { errorCodes, errorEntry } from '#lib/errors';
import { openApiDocument } from './document.ts';
import { errorsOf, unroutedErrors } from './errors.ts';

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const document = openApiDocument({ live: 'https://api.test', test: '' });

test('every route is described, once, and as it is', () => {
  const described = routeDocuments.map(({ head }) => head);
  expect(described.map(nameOf).sort()).toEqual(routeHeads.map(nameOf).sort());
  for (const head of described) expect(routeHeads).toContainEqual(head);
});

test('the schemas are the very ones by which the gate validates', async () => {
  const services = { databaseNow: () => 0, log: () => undefined } as unknown as Parameters<
    typeof openResources
  >[0];
  const resources = openResources(services);
  for (const row of resources.routes) {
    const found = routeDocuments.find(({ head }) => nameOf(head) === nameOf(row));
    expect(found?.body ?? null, nameOf(row)).toBe(row.body);
    expect(found?.query, nameOf(row)).toBe(row.query);
  }
  await resources.close();
});

test('every error of the table is documented where it is met', () => {
  const met = new Set<string>([...unroutedErrors, ...routeDocuments.flatMap(errorsOf)]);
  expect(errorCodes.filter((code) => !met.has(code))).toEqual(notOverHttp);
});

/** Met by the handshake of a stream, which OpenAPI has no words for. */
const notOverHttp = [
  'stream_token_invalid',
  'stream_token_expired',
  'stream_token_used',
  'origin_not_allowed',
  'session_already_streaming',
];

test('examples are what they are examples of', () => {
  for (const { head, body, bodyExample, answer } of routeDocuments) {
    const name = nameOf(head);
    if (body !== undefined) expect(body.safeParse(bodyExample).error, name).toBeUndefined();
    if (answer.schema !== null) {
      expect(answer.schema.safeParse(answer.example).error, name).toBeUndefined();
    }
  }
});

test('every error has an example with its status, and a wait says how long', () => {
  type Response = {
    headers: object;
    content?: { 'application/json': { examples?: Record<string, { value: unknown }> } };
  };
  type Operation = { responses: Record<string, Response> };
  for (const route of routeDocuments) {
    const path = route.head.path.replace(/:(\w+)/g, '{$1}');
    const item = document.paths[path] as Record<string, Operation>;
    const { responses } = item[route.head.method.toLowerCase()] ?? { responses: {} };
    for (const code of errorsOf(route)) {
      const response = responses[String(errorEntry(code).status)];
      const example = response?.content?.['application/json'].examples?.[code];
      const { error } = errorAnswer.parse(example?.value);
      expect(error.code).toBe(code);
      if (error.retry_after !== undefined) expect(response?.headers).toHaveProperty('Retry-After');
    }
  }
});

test('servers are those that are served', () => {
  expect(document.servers.map(({ url }) => url)).toEqual(['https://api.test']);
});
