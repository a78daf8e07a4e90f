import { z } from 'zod';
import { cursorField, pageOf } from '#lib/cursor';
import { environmentField, idField, momentField, placeField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { inTime } from '#lib/usage/ask';
import { defineVerb } from '#lib/verb';
import { firstCalls, type Look, type Put, type TimeBound } from './first-calls.ts';
import { type RequestView, requestView } from './row.ts';

export const listRequestsInput = z.strictObject({
  environment: environmentField,
  keyId: idField('key').optional(),
  /** A status, or a class such as `4xx`. */
  status: z
    .string()
    .regex(/^[1-5](?:\d\d|xx)$/)
    .optional(),
  /** An error's code, or `ok` for successes. */
  code: placeField.optional(),
  /** As in the view, e.g. `GET /v1/me`; `none` for calls without a route. */
  route: placeField.optional(),
  /** ISO times; `from` is included, `to` is not. */
  from: momentField.optional(),
  to: momentField.optional(),
  cursor: cursorField(z.tuple([momentField, placeField])).optional(),
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
  const { cursor, limit } = input;
  const { rows, now } = await firstCalls((put) => lookFor(organizationId, input, put));
  const page = pageOf(rows, {
    cursor,
    limit,
    key: (row): [string, string] => [row.at.toISOString(), row.id],
  });
  return done({ ...page, items: page.items.map(requestView), asOf: now.toISOString() });
}

function lookFor(organizationId: string, input: Input, put: Put): Look {
  return {
    place: [
      `organization_id = ${put(organizationId)}`,
      `environment = ${put(input.environment)}::environment`,
    ],
    narrowing: narrowed(input, put),
    when: bounds(input, put),
    order: input.cursor?.direction === 'previous' ? 'ASC' : 'DESC',
    limit: put(input.limit + 1),
  };
}

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
  if (from !== undefined) bounds.push(after(put(from), (time) => `at >= ${time}`));
  if (to !== undefined) bounds.push(before(put(to), (time) => `at < ${time}`));
  if (cursor !== undefined) {
    const [at, id] = cursor.at;
    if (cursor.direction === 'previous') {
      bounds.push(after(put(at), (time) => `(at, id) > (${time}, ${put(id)})`));
    } else bounds.push(before(put(at), (time) => `(at, id) < (${time}, ${put(id)})`));
  }
  return bounds;
}

function after(value: string, row: (time: string) => string): TimeBound {
  const time = `${value}::timestamptz`;
  return {
    row: () => row(time),
    segment: `segment_end >= ${time}`,
    whole: `first_at > ${time} AND last_at > ${time}`,
    start: (unit) => `start > ${time} - interval '${unit}'`,
  };
}

function before(value: string, row: (time: string) => string): TimeBound {
  const time = `${value}::timestamptz`;
  return {
    row: () => row(time),
    segment: `segment_start <= ${time} AND segment_end < ${time} + interval '1 minute'`,
    whole: `last_at < ${time}`,
    start: () => `start <= ${time}`,
  };
}
