import type { Asking } from './ask.ts';
import type { Bucket } from './buckets.ts';
import { type KeyLabel, readKeyLabels } from './key-labels.ts';
import { LIMITED } from './outcomes.ts';
import { type Filter, piecesOf, readSums } from './sums.ts';

/** What a key takes of the organization's calls. */
export type KeyShare = KeyLabel & {
  readonly requests: number;
  /** Of these, told to wait. */
  readonly limited: number;
  /** Of all calls, 0 … 1. */
  readonly share: number;
};

type Row = { key_id: string; over: boolean; requests: number };

/** Calls of a period by key, the busiest first. */
export async function readShares(
  asking: Asking,
  filter: Filter,
  period: Bucket,
): Promise<KeyShare[]> {
  const pieces = piecesOf(asking, [period], period.end);
  const rows = await readSums<Row>(asking, filter, pieces, {
    select: `key_id, code = '${LIMITED}' AS over, sum(requests)::bigint AS requests`,
    group: '1, 2',
  });
  const sums = new Map<string, { requests: number; limited: number }>();
  let all = 0;
  for (const { key_id, over, requests, sign } of rows) {
    const sum = sums.get(key_id) ?? { requests: 0, limited: 0 };
    sum.requests += requests * sign;
    if (over) sum.limited += requests * sign;
    sums.set(key_id, sum);
    all += requests * sign;
  }
  const labels = await readKeyLabels(asking, filter, [...sums.keys()]);
  return [...sums]
    .filter(([, { requests }]) => requests > 0)
    .map(([id, sum]) => ({
      ...(labels.get(id) ?? { id, name: null, revoked: false }),
      ...sum,
      share: sum.requests / all,
    }))
    .sort((one, other) => other.requests - one.requests);
}
