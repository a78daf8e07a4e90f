import { z } from 'zod';
import { cursorField, pageOf } from '#lib/cursor';
import { environmentField, idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { inTime } from '#lib/usage/ask';
import { usagePool } from '#lib/usage/pool';
import { defineVerb } from '#lib/verb';
import { minutesWith, type TimeBound } from './minutes-with.ts';
import { type RequestRow, type RequestView, ROW_COLUMNS, requestView } from './row.ts';

const text = z.string().max(200);

export const listRequestsInput = z.strictObject({
  environment: environmentField,
  keyId: idField('key').optional(),
  /** A status, or a class such as `4xx`. */
  status: z
    .string()
    .regex(/^[1-5](?:\d\d|xx)$/)
    .optional(),
  /** An error's code, or `ok` for successes. */
  code: text.optional(),
  /** As in the view, e.g. `GET /v1/me`; `none` for calls without a route. */
  route: text.optional(),
  /** ISO times; `from` is included, `to` is not. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: cursorField(z.tuple([z.iso.datetime(), text])).optional(),
  limit: z.int().min(1).max(100).default(25),
});
type Input = z.output<typeof listRequestsInput>;

/** A page of the request log, newest first. */
export type RequestPage = {
  readonly items: readonly RequestView[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** The database's clock. */
  readonly asOf: string;
};

/** Calls of an environment, newest first, by pages. */
export const listRequests = defineVerb({
  name: null,
  can: 'request.read',
  input: listRequestsInput,
  run: ({ organizationId }, input): Promise<Result<RequestPage>> =>
    inTime(() => readPage(organizationId, input)),
});

async function readPage(organizationId: string, input: Input): Promise<Result<RequestPage>> {
  const { sql, values } = selectPage(organizationId, input);
  const { rows } = await usagePool().query<RequestRow & { now: Date }>(sql, values);
  const { cursor, limit } = input;
  const found = rows.filter(({ id }) => id !== null);
  const page = pageOf(found, {
    cursor,
    limit,
    key: (row): [string, string] => [row.at.toISOString(), row.id],
  });
  const asOf = rows[0]?.now.toISOString() ?? '';
  return done({ ...page, items: page.items.map(requestView), asOf });
}

function selectPage(organizationId: string, input: Input): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const order = input.cursor?.direction === 'previous' ? 'ASC' : 'DESC';
  const which = [
    `organization_id = ${put(organizationId)}`,
    `environment = ${put(input.environment)}::environment`,
  ];
  const narrowing = narrowed(input, put);
  const when = bounds(input, put);
  const limit = put(input.limit + 1);
  const rows = [...which, ...narrowing, ...when.map(({ row }) => row)].join(' AND ');
  const found =
    narrowing.length > 0
      ? minutesWith({ which: [...which, ...narrowing].join(' AND '), when, rows, order, limit })
      : `SELECT * FROM records.requests WHERE ${rows} ORDER BY at ${order}, id ${order} LIMIT ${limit}`;
  const sql = `SELECT ${ROW_COLUMNS}, t.now FROM (SELECT now()::timestamptz(3) AS now) t
    LEFT JOIN (${found}) r ON true LEFT JOIN api_keys k ON k.id = r.key_id
    ORDER BY r.at ${order}, r.id ${order}`;
  return { sql, values };
}

/** Puts a value into the list of values; the text that stands for it. */
type Put = (value: unknown) => string;

function narrowed({ keyId, code, route, status }: Input, put: Put): string[] {
  const conditions: string[] = [];
  if (keyId !== undefined) conditions.push(`key_id = ${put(keyId)}`);
  if (code !== undefined) conditions.push(`code = ${put(code === 'ok' ? '' : code)}`);
  if (route !== undefined) conditions.push(`route = ${put(route === 'none' ? '' : route)}`);
  if (status?.endsWith('xx')) conditions.push(`status / 100 = ${put(Number(status[0]))}`);
  else if (status !== undefined) conditions.push(`status = ${put(Number(status))}`);
  return conditions;
}

function bounds({ from, to, cursor }: Input, put: Put): TimeBound[] {
  const bounds: TimeBound[] = [];
  const after = (row: (time: string) => string, value: string) => {
    const time = `${put(value)}::timestamptz`;
    bounds.push({ row: row(time), start: (unit) => `start > ${time} - interval '${unit}'` });
  };
  const before = (row: (time: string) => string, value: string) => {
    const time = `${put(value)}::timestamptz`;
    bounds.push({ row: row(time), start: () => `start <= ${time}` });
  };
  if (from !== undefined) after((time) => `at >= ${time}`, from);
  if (to !== undefined) before((time) => `at < ${time}`, to);
  if (cursor !== undefined) {
    const [at, id] = cursor.at;
    if (cursor.direction === 'previous') after((time) => `(at, id) > (${time}, ${put(id)})`, at);
    else before((time) => `(at, id) < (${time}, ${put(id)})`, at);
  }
  return bounds;
}
