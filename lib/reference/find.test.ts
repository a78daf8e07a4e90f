import { expect, test } from 'vitest';
import { findOperations } from './find.ts';

const operation = (method: string, path: string, summary: string) => ({
  anchor: summary,
  method,
  path,
  summary,
});
const resources = [
  {
    name: 'Sessions',
    operations: [
      operation('POST', '/v1/sessions', 'Create a session'),
      operation('POST', '/v1/sessions/{id}/end', 'End a session'),
    ],
  },
  { name: 'Webhooks', operations: [operation('DELETE', '/v1/webhooks/{id}', 'Remove it')] },
];
const found = (wanted: string) =>
  findOperations(resources, wanted).flatMap(({ operations }) =>
    operations.map(({ summary }) => summary),
  );

test('an operation is found by its resource, method, path and summary', () => {
  expect(found('')).toHaveLength(3);
  expect(found('  ')).toHaveLength(3);
  expect(found('webhooks')).toEqual(['Remove it']);
  expect(found('delete')).toEqual(['Remove it']);
  expect(found('/END')).toEqual(['End a session']);
  expect(found('session create')).toEqual(['Create a session']);
});

test('every word counts, and a resource without operations is not shown', () => {
  expect(findOperations(resources, 'delete session')).toEqual([]);
  expect(findOperations(resources, 'end').map(({ name }) => name)).toEqual(['Sessions']);
});
