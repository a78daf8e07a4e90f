import { z } from 'zod';
import type { Environment } from '#lib/db/generated/enums';
import { type TraceStep, traceOf } from '#lib/gate/trace';
import { isId, timeOfId } from '#lib/ids';
import { done, type Result } from '#lib/result';
import { inTime } from '#lib/usage/ask';
import type { Facts } from '#lib/usage/facts';
import { usagePool } from '#lib/usage/pool';
import { defineVerb, notFound } from '#lib/verb';
import { factsOfRow, type RequestRow, type RequestView, ROW_COLUMNS, requestView } from './row.ts';

/** A call with everything that was decided about it. */
export type ExplainedRequest = {
  readonly request: RequestView;
  /** Null when the call carried no key that we know: then it belongs to nobody. */
  readonly environment: Environment | null;
  /** The checks in their order, up to the one that refused. */
  readonly steps: readonly TraceStep[];
  /** What the deciding check saw. */
  readonly facts: Facts;
};

export const findRequestInput = z.strictObject({
  requestId: z
    .string()
    .trim()
    .refine((text) => isId('req', text), 'A request id is req_ and 26 letters and digits.'),
});

/**
 * Explains a call by its request id. A call without a known key is told to whoever has its id, since
 * nobody else could ask about it, but not from where it came.
 */
export const findRequest = defineVerb({
  name: null,
  can: 'request.read',
  input: findRequestInput,
  run: ({ organizationId }, { requestId }): Promise<Result<ExplainedRequest>> =>
    inTime(() => find(organizationId, requestId)),
});

async function find(organizationId: string, requestId: string): Promise<Result<ExplainedRequest>> {
  const { rows } = await usagePool().query<RequestRow>(FIND, [
    requestId,
    organizationId,
    new Date(timeOfId(requestId)),
  ]);
  const row = rows[0];
  if (row === undefined) return notFound('request');
  const view = requestView(row);
  return done({
    request: row.organization_id === null ? { ...view, ip: '', client: '' } : view,
    environment: row.environment,
    steps: traceOf(view.check),
    facts: factsOfRow(row),
  });
}

/** In whose segments a call of that time lies: one ends at most a minute after it. */
const AROUND =
  "r.segment_start <= $3 AND r.segment_end >= $3 AND r.segment_end < $3::timestamptz + interval '1 minute'";

const FIND = `SELECT ${ROW_COLUMNS} FROM records.requests r LEFT JOIN api_keys k ON k.id = r.key_id
  WHERE ${AROUND} AND r.id = $1 AND r.environment IN ('live', 'test') AND r.organization_id = $2
  UNION ALL
  SELECT ${ROW_COLUMNS} FROM records.requests r LEFT JOIN api_keys k ON false
  WHERE ${AROUND} AND r.id = $1 AND r.environment IS NULL AND r.organization_id IS NULL`;
