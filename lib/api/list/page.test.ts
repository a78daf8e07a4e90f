import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readQuery } from '#lib/gate/query';
import { newId } from '#lib/ids';
import { listAnswer } from './answer.ts';
import { askPage, listBody, listStatements, pageOf } from './page.ts';
import { type ListQuery, listQuery } from './query.ts';

const schema = listQuery('rec');
const id = newId('rec');
const statements = listStatements('rows', {
  select: 'SELECT FROM r WHERE s = $1',
  own: 1,
  id: 'id',
});

function ask(query: string | null): ListQuery | { code: string; param?: string | undefined } {
  const found = readQuery(schema, query);
  if (found.kind === 'query') return found.value as ListQuery;
  return { code: found.code, param: found.param };
}

test('a list shows 20 unless it is asked for 1 to 100', () => {
  expect(ask(null)).toEqual({ limit: 20 });
  expect(ask('')).toEqual({ limit: 20 });
  expect(ask('limit=1')).toEqual({ limit: 1 });
  expect(ask(`limit=100&starting_after=${id}`)).toEqual({ limit: 100, starting_after: id });
  expect(ask(`ending_before=${id}`)).toEqual({ limit: 20, ending_before: id });
});

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=', 'limit'],
  ['limit=-1', 'limit'],
  ['limit=1e1', 'limit'],
  ['limit=5.0', 'limit'],
  ['limit=%205', 'limit'],
  ['limit=٣', 'limit'],
  ['limit=5&limit=5', 'limit'],
  ['Limit=5', 'Limit'],
  ['page=2', 'page'],
  ['__proto__=1', '__proto__'],
  ['toString=1', 'toString'],
  ['=1', undefined],
  ['starting_after=', 'starting_after'],
  ['starting_after=sess_00000000000000000000000000', 'starting_after'],
  [`starting_after=${id}%00`, 'starting_after'],
  [`starting_after=${id}%0A`, 'starting_after'],
  [`ending_before=${id.toLowerCase()}`, 'ending_before'],
  [`starting_after=${id}&ending_before=${id}`, 'ending_before'],
  ['%=1', '%'],
])('the query %s is malformed, and says where', (query, param) => {
  expect(ask(query)).toEqual({ code: 'malformed_request', param });
});

test('a name that is quoted back is cut', () => {
  const found = ask(`${'x'.repeat(5_000)}=1`);
  expect(found).toMatchObject({ param: 'x'.repeat(200) });
});

/** What the database answers, ids sorted newest first. */
function answer(ids: readonly string[], query: ListQuery): string[] {
  const { name, values } = askPage(statements, ['s'], query);
  const [, limit, place] = values as [string, number, string];
  const rows = {
    rows_first: () => ids,
    rows_after: () => ids.filter((other) => other < place),
    rows_before: () => ids.filter((other) => other > place).toReversed(),
  }[name];
  return (rows?.() ?? []).slice(0, limit);
}

/** The same page by the words of the contract: cut out of the whole list. */
function model(ids: readonly string[], query: ListQuery) {
  const { limit, starting_after: after, ending_before: before } = query;
  if (before !== undefined) {
    const ahead = ids.filter((other) => other > before);
    return { rows: ahead.slice(-limit), hasMore: ahead.length > limit };
  }
  const rest = after === undefined ? ids : ids.filter((other) => other < after);
  return { rows: rest.slice(0, limit), hasMore: rest.length > limit };
}

const idText = fc.integer({ min: 0, max: 60 }).map((n) => `rec_${String(n).padStart(26, '0')}`);

test('every page is the one that the whole list says', () => {
  const asked = fc.record({
    limit: fc.integer({ min: 1, max: 100 }),
    place: fc.option(fc.tuple(fc.constantFrom('starting_after', 'ending_before'), idText)),
  });
  fc.assert(
    fc.property(fc.uniqueArray(idText), asked, (unsorted, { limit, place }) => {
      const ids = unsorted.sort().toReversed();
      const query: ListQuery = { limit, ...(place && { [place[0]]: place[1] }) };
      expect(pageOf(answer(ids, query), query)).toEqual(model(ids, query));
    }),
  );
});

test('walking from page to page meets every object once, and back again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(idText), fc.integer({ min: 1, max: 9 }), (unsorted, limit) => {
      const ids = unsorted.sort().toReversed();
      const down = walk(ids, limit, 'starting_after');
      expect(down).toEqual(ids);
      expect(walk(ids, limit, 'ending_before', 'rec_0')).toEqual(ids);
    }),
  );
});

function walk(
  ids: readonly string[],
  limit: number,
  name: 'starting_after' | 'ending_before',
  from?: string,
): string[] {
  let met: readonly string[] = [];
  let place = from;
  for (;;) {
    const query: ListQuery = { limit, ...(place !== undefined && { [name]: place }) };
    const { rows, hasMore } = pageOf(answer(ids, query), query);
    met = name === 'starting_after' ? [...met, ...rows] : [...rows, ...met];
    place = name === 'starting_after' ? rows.at(-1) : rows[0];
    if (!hasMore) return [...met];
  }
}

test('the JSON is that of the contract', () => {
  const body = listBody(['{"n":1}', '{"n":2}'], true, '/v1/x');
  const shape = listAnswer(z.strictObject({ n: z.number() }));
  expect(shape.parse(JSON.parse(body))).toEqual({
    object: 'list',
    data: [{ n: 1 }, { n: 2 }],
    has_more: true,
    url: '/v1/x',
  });
  expect(shape.parse(JSON.parse(listBody([], false, '/v1/x'))).data).toEqual([]);
});
