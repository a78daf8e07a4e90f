import { z } from 'zod';
import type { ApiKey, Organization } from '#lib/db/generated/client';
import { db } from '#lib/db/prisma';
import { environmentField, idField } from '#lib/fields';
import { effectiveLimits } from '#lib/orgs/plans';
import type { Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { type Asking, askRecords } from './ask.ts';
import { type Bucket, bucketsOf, endOfMinute, type Range, ranges } from './buckets.ts';
import { type KeyLabel, readKeyLabels } from './key-labels.ts';
import { type PeakView, readPeak } from './peak.ts';
import { type KeyShare, readShares } from './shares.ts';
import type { Filter } from './sums.ts';
import { timeZoneField } from './time-zone.ts';
import { joined, readWindows, type WindowSums } from './windows.ts';

/** Windows (minutes) of one limit in a stretch of time, and the calls that it told to wait. */
export type WindowCounts = {
  /** Minutes with calls; of these, at 80 % and more without a refusal; with a refusal. */
  readonly windows: number;
  readonly near: number;
  readonly over: number;
  /** Calls answered 429; of these, sent while the wait of an earlier one was running. */
  readonly refused: number;
  readonly early: number;
};

/** One stretch of a chart; ISO times. */
export type LimitBucket = WindowCounts & {
  readonly start: string;
  readonly end: string;
  readonly unfinished: boolean;
  /** Calls of the fullest minute and its limit then; zero without calls. */
  readonly peak: number;
  readonly limit: number;
  /** peak / limit; null without calls. Above 1 is demand beyond the limit. */
  readonly share: number | null;
};

/** What limit would have been enough: of the organization (no key) or of a key with one of its own. */
export type Need = {
  readonly key: KeyLabel | null;
  /** The limit now, in requests a minute; null for a key that has none any more. */
  readonly limit: number | null;
  /** The most calls of a minute. */
  readonly peak: number;
  /** Calls that this limit refused. */
  readonly refused: number;
};

/** A key's share of the calls, and how many of its refused ones its own limit refused. */
export type LimitedShare = KeyShare & { readonly limitedByOwn: number };

/** How full the rate limit of an organization, or of a key, was; requests a minute, ISO times. */
export type LimitsView = {
  readonly range: Range;
  readonly timeZone: string;
  readonly asOf: string;
  readonly from: string;
  /** Whose windows these are: a key's own, or the organization's. */
  readonly key: KeyLabel | null;
  /** The limit now; null for a key without one of its own. */
  readonly limit: number | null;
  readonly buckets: readonly LimitBucket[];
  readonly totals: WindowCounts;
  /** Calls that the other limit refused: keys' own ones, or of a key's calls the organization's. */
  readonly refusedByOther: number;
  readonly peak: PeakView | null;
  /** The minute that is going on; `calls` are those that asked for room so far. */
  readonly current: { readonly start: string; readonly calls: number; readonly refused: number };
  readonly shares: readonly LimitedShare[];
  readonly needs: readonly Need[];
};

export const showLimitsInput = z.strictObject({
  environment: environmentField,
  range: z.enum(ranges),
  timeZone: timeZoneField,
  /** A key, for the windows of its own limit. */
  keyId: idField('key').optional(),
});
type Input = z.output<typeof showLimitsInput>;

/** How close an environment came to its rate limit. */
export const showLimits = defineVerb({
  name: null,
  can: 'usage.read',
  input: showLimitsInput,
  run: async ({ organizationId }, input): Promise<Result<LimitsView>> => {
    const { environment, keyId } = input;
    const organization = await db().organization.findUnique({
      where: { id: organizationId },
      include: { apiKeys: { where: { environment, rateLimit: { not: null } } } },
    });
    if (organization === null) return notFound('organization');
    const key = await subjectKey(organizationId, input);
    if (key === null && keyId !== undefined) return notFound('key');
    return askRecords((asking) => read(asking, { organization, key }, input));
  },
});

type Subject = {
  readonly organization: Organization & { readonly apiKeys: readonly ApiKey[] };
  readonly key: ApiKey | null;
};

async function subjectKey(organizationId: string, { environment, keyId }: Input) {
  if (keyId === undefined) return null;
  return db().apiKey.findFirst({ where: { id: keyId, organizationId, environment } });
}

async function read(asking: Asking, subject: Subject, input: Input): Promise<LimitsView> {
  const { organization, key } = subject;
  const { range, timeZone, environment } = input;
  const buckets = bucketsOf(range, timeZone, asking.now);
  const to = endOfMinute(asking.now);
  const filter: Filter = { organizationId: organization.id, environment };
  const windows = await readWindows(asking, filter, buckets, to);
  const minute = { start: to - 60_000, end: to };
  const now = await readWindows(asking, filter, [minute], to);
  const own = windows.filter(({ keyId }) => keyId === (key?.id ?? ''));
  const whole = own.reduce<WindowSums | null>((sum, row) => (sum ? joined(sum, row) : row), null);
  const running = now.find(({ keyId }) => keyId === (key?.id ?? ''));
  const from = buckets[0]?.start ?? to;
  const shares = await readShares(asking, filter, { start: from, end: to });
  const needs = await needsOf(asking, subject, windows);
  return {
    range,
    timeZone,
    asOf: new Date(asking.now).toISOString(),
    from: new Date(from).toISOString(),
    key: key && { id: key.id, name: key.name, revoked: key.revokedAt !== null },
    limit: key === null ? effectiveLimits(organization).requestsPerMinute : key.rateLimit,
    buckets: buckets.map((bucket, i) =>
      bucketView(bucket, asking.now, own.find((row) => row.bucket === i) ?? null),
    ),
    totals: countsOf(whole),
    refusedByOther: refusedIn(shares, key) - (whole?.refused ?? 0),
    peak: whole && (await readPeak(asking, filter, whole)),
    current: {
      start: new Date(minute.start).toISOString(),
      calls: running?.peak ?? 0,
      refused: running?.refused ?? 0,
    },
    shares: shares.map((share) => ({ ...share, limitedByOwn: refusedBy(share, needs) })),
    needs,
  };
}

/** 429s of a key, or of all. */
function refusedIn(shares: readonly KeyShare[], key: ApiKey | null): number {
  const counted = shares.filter(({ id }) => key === null || id === key.id);
  return counted.reduce((sum, { limited }) => sum + limited, 0);
}

function refusedBy({ id }: KeyShare, needs: readonly Need[]): number {
  return needs.find(({ key }) => key?.id === id)?.refused ?? 0;
}

function bucketView(bucket: Bucket, now: number, sums: WindowSums | null): LimitBucket {
  const { peak, peakLimit } = sums ?? { peak: 0, peakLimit: 0 };
  return {
    ...countsOf(sums),
    start: new Date(bucket.start).toISOString(),
    end: new Date(bucket.end).toISOString(),
    unfinished: bucket.end > now,
    peak,
    limit: peakLimit,
    share: peakLimit > 0 ? peak / peakLimit : null,
  };
}

function countsOf(sums: WindowSums | null): WindowCounts {
  if (sums === null) return { windows: 0, near: 0, over: 0, refused: 0, early: 0 };
  const { windows, near, over, refused, early } = sums;
  return { windows, near, over, refused, early };
}

/** The organization first, then the keys whose own limit came closest to its end. */
async function needsOf(
  asking: Asking,
  { organization }: Subject,
  windows: readonly WindowSums[],
): Promise<Need[]> {
  const sums = new Map<string, WindowSums>();
  for (const row of windows) {
    const known = sums.get(row.keyId);
    sums.set(row.keyId, known === undefined ? row : joined(known, row));
  }
  const needOf = (key: KeyLabel | null, limit: number | null): Need => {
    const { peak, refused } = sums.get(key?.id ?? '') ?? { peak: 0, refused: 0 };
    return { key, limit, peak, refused };
  };
  const labels = await readKeyLabels(asking, { organizationId: organization.id }, [...sums.keys()]);
  const limits = new Map(organization.apiKeys.map(({ id, rateLimit }) => [id, rateLimit]));
  const ofKeys = [...labels.values()].map((key) => needOf(key, limits.get(key.id) ?? null));
  const share = ({ limit, peak }: Need) => peak / (limit ?? Number.POSITIVE_INFINITY);
  return [
    needOf(null, effectiveLimits(organization).requestsPerMinute),
    ...ofKeys.sort((one, other) => share(other) - share(one)),
  ];
}
