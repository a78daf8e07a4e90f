import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { environmentField, idField, placeField } from '#lib/fields';
import type { Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { type Asking, askRecords } from './ask.ts';
import { bucketsOf, endOfMinute, type Range, ranges } from './buckets.ts';
import { type KeyLabel, readKeyLabels } from './key-labels.ts';
import { type LatencyView, readLatencies } from './latencies.ts';
import { Count, type Counts } from './outcomes.ts';
import { type Filter, piecesOf, readSums } from './sums.ts';
import { timeZoneField } from './time-zone.ts';

/** One stretch of a chart; ISO times. */
export type UsageBucket = Counts & {
  readonly start: string;
  readonly end: string;
  /** Whether it is still going on, so that its figures will grow. */
  readonly unfinished: boolean;
  readonly latency: LatencyView;
};

/** A whole period; ISO times. */
export type UsagePeriod = Counts & {
  readonly from: string;
  readonly to: string;
  readonly latency: LatencyView;
};

export type KeyUsage = Counts & KeyLabel;
/** The route is empty for calls without one. */
export type RouteUsage = Counts & { readonly route: string };
/** The code is empty for a success. */
export type OutcomeUsage = {
  readonly status: number;
  readonly code: string;
  readonly requests: number;
};

/** Calls of a range: over time, in all, before, and by what. */
export type UsageView = {
  readonly range: Range;
  readonly timeZone: string;
  /** The database's clock when all of this was read. */
  readonly asOf: string;
  readonly buckets: readonly UsageBucket[];
  readonly totals: UsagePeriod;
  /** The time of equal length directly before. */
  readonly before: UsagePeriod;
  /** The most calls first, as the others. */
  readonly keys: readonly KeyUsage[];
  readonly routes: readonly RouteUsage[];
  readonly outcomes: readonly OutcomeUsage[];
};

export const showUsageInput = z.strictObject({
  environment: environmentField,
  range: z.enum(ranges),
  timeZone: timeZoneField,
  keyId: idField('key').optional(),
  /** As stored, e.g. `GET /v1/me`; `none` for calls without a route. */
  route: placeField.optional(),
  /** A status, or a class such as `4xx`. */
  status: z
    .string()
    .regex(/^[1-5](?:\d\d|xx)$/)
    .optional(),
  /** An error's code, or `ok` for successes. */
  code: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional(),
});
type Input = z.output<typeof showUsageInput>;

/** Requests, outcomes and latency of an environment over a range of time, to the second. */
export const showUsage = defineVerb({
  name: null,
  can: 'usage.read',
  input: showUsageInput,
  run: async ({ organizationId }, input): Promise<Result<UsageView>> => {
    const { keyId } = input;
    if (keyId !== undefined) {
      const key = await db().apiKey.findFirst({
        where: { id: keyId, organizationId, environment: input.environment },
        select: { id: true },
      });
      if (key === null) return notFound('key');
    }
    return askRecords((asking) => read(asking, filterOf(organizationId, input), input));
  },
});

function filterOf(
  organizationId: string,
  { environment, keyId, route, status, code }: Input,
): Filter {
  return {
    organizationId,
    environment,
    keyId,
    route: route === 'none' ? '' : route,
    status,
    code: code === 'ok' ? '' : code,
  };
}

async function read(asking: Asking, filter: Filter, input: Input): Promise<UsageView> {
  const { range, timeZone } = input;
  const buckets = bucketsOf(range, timeZone, asking.now);
  const from = buckets[0]?.start ?? asking.now;
  const to = endOfMinute(asking.now);
  const period = { start: from, end: to };
  const before = { start: from - (to - from), end: from };
  // The period before is read with the buckets, as one more of them.
  const series = piecesOf(asking, [...buckets, before], to);
  const allCounted = await readOutcomes(asking, filter, series);
  const latencies = await readLatencies(asking, filter, series, buckets.length);
  const places = await readPlaces(asking, filter, piecesOf(asking, [period], to));
  const counted = allCounted.filter(({ bucket }) => bucket < buckets.length);
  const countedBefore = allCounted.filter(({ bucket }) => bucket === buckets.length);
  const labels = await readKeyLabels(asking, filter, [...places.keys.keys()]);

  return {
    range,
    timeZone,
    asOf: new Date(asking.now).toISOString(),
    buckets: buckets.map((bucket, i) => ({
      ...spanOf(bucket),
      ...countOf(counted.filter((row) => row.bucket === i)),
      unfinished: bucket.end > asking.now,
      latency: latencies.byBucket[i] ?? null,
    })),
    totals: { ...edgesOf(period), ...countOf(counted), latency: latencies.whole },
    before: {
      ...edgesOf(before),
      ...countOf(countedBefore),
      latency: latencies.byBucket[buckets.length] ?? null,
    },
    keys: sorted([...places.keys], ([id, count]) => ({
      ...(labels.get(id) ?? { id, name: null, revoked: false }),
      ...count.view(),
    })),
    routes: sorted([...places.routes], ([route, count]) => ({ route, ...count.view() })),
    outcomes: outcomesOf(counted),
  };
}

type OutcomeRow = { bucket: number; status: number; code: string; requests: number };

/** Calls by bucket, status and code. */
async function readOutcomes(
  asking: Asking,
  filter: Filter,
  pieces: ReturnType<typeof piecesOf>,
): Promise<OutcomeRow[]> {
  const rows = await readSums<OutcomeRow>(asking, filter, pieces, {
    select: 'status, code, sum(requests)::bigint AS requests',
    group: '1, 2',
  });
  return rows.map((row) => ({ ...row, requests: row.requests * row.sign }));
}

type PlaceRow = { key_id: string; route: string; status: number; code: string; requests: number };

/** Calls by key, and by route. */
async function readPlaces(asking: Asking, filter: Filter, pieces: ReturnType<typeof piecesOf>) {
  const rows = await readSums<PlaceRow>(asking, filter, pieces, {
    select: 'key_id, route, status, code, sum(requests)::bigint AS requests',
    group: '1, 2, 3, 4',
  });
  const keys = new Map<string, Count>();
  const routes = new Map<string, Count>();
  for (const { key_id, route, status, code, requests, sign } of rows) {
    countIn(keys, key_id).add(status, code, requests * sign);
    countIn(routes, route).add(status, code, requests * sign);
  }
  return { keys, routes };
}

function countIn(counts: Map<string, Count>, name: string): Count {
  const count = counts.get(name) ?? new Count();
  counts.set(name, count);
  return count;
}

function countOf(rows: readonly OutcomeRow[]): Counts {
  const count = new Count();
  for (const { status, code, requests } of rows) count.add(status, code, requests);
  return count.view();
}

function outcomesOf(rows: readonly OutcomeRow[]): OutcomeUsage[] {
  const sums = new Map<string, OutcomeUsage>();
  for (const { status, code, requests } of rows) {
    const name = `${status} ${code}`;
    const sum = sums.get(name)?.requests ?? 0;
    sums.set(name, { status, code, requests: sum + requests });
  }
  return sorted([...sums.values()], (outcome) => outcome);
}

/** What was called at all, the most called first. */
function sorted<One, View extends { requests: number }>(
  all: readonly One[],
  view: (one: One) => View,
): View[] {
  return all
    .map(view)
    .filter(({ requests }) => requests > 0)
    .sort((one, other) => other.requests - one.requests);
}

function spanOf({ start, end }: { start: number; end: number }) {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

function edgesOf({ start, end }: { start: number; end: number }) {
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
