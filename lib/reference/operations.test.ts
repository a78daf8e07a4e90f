import { expect, test } from 'vitest';
import { routeDocuments } from '#lib/api/documents';
import { openApiDocument } from '#lib/api/openapi/document';
import { errorsOf } from '#lib/api/openapi/errors';
import { resourcesOf, statusesOf } from './operations.ts';

const resources = resourcesOf(openApiDocument({ live: 'https://api.test', test: '' }));
const operations = resources.flatMap((resource) => resource.operations);

test('every route is an operation, with its parameters, fields, examples and errors', () => {
  expect(operations).toHaveLength(routeDocuments.length);
  for (const route of routeDocuments) {
    const operation = operations.find(({ id }) => id === route.id);
    expect(operation?.path.replace(/\{(\w+)\}/g, ':$1')).toBe(route.head.path);
    expect(operation?.method).toBe(route.head.method);
    expect(operation?.needsKey).toBe(route.head.open !== true);
    expect(operation?.answer.status).toBe(route.answer.status);
    expect(operation?.answer.example).toEqual(route.answer.example);
    expect(operation?.body?.example).toEqual(route.bodyExample);
    expect(operation?.errors.map(({ code }) => code)).toEqual(errorsOf(route));
    expect(operation?.answer.headers.map(({ name }) => name)).toContain('X-Request-ID');
  }
});

test('no two have one summary, which is where links lead', () => {
  expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
});

test('every answer in JSON is told field by field', () => {
  for (const { id, answer } of operations) {
    if (answer.example === undefined) continue;
    const known = answer.attributes.map(({ name }) => name);
    expect(known, id).toEqual(expect.arrayContaining(Object.keys(answer.example ?? {})));
  }
});

test('the path of an example holds the id of the object that is the example', () => {
  const find = (id: string) => operations.find((operation) => operation.id === id);
  expect(find('getSession')?.answer.example).toHaveProperty(
    'id',
    find('endSession')?.examplePath.split('/')[3],
  );
  for (const { examplePath } of operations) expect(examplePath).not.toContain('{');
});

test('errors are put together by their status', () => {
  const errors = [
    { status: 400, code: 'a', message: '' },
    { status: 400, code: 'b', message: '' },
    { status: 404, code: 'c', message: '' },
  ];
  expect(statusesOf(errors).map(([status, codes]) => [status, codes.length])).toEqual([
    [400, 2],
    [404, 1],
  ]);
});
