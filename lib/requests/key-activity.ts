import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { inTime } from '#lib/usage/ask';
import { usagePool } from '#lib/usage/pool';
import { defineVerb, notFound } from '#lib/verb';
import { firstCalls } from './first-calls.ts';
import { type RequestView, requestView } from './row.ts';

/** Calls and callers shown at most. */
const RECENT = 10;
const CALLERS = 10;

/** An address and a client that called with a key; ISO times. */
export type CallerView = {
  readonly ip: string;
  readonly client: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly requests: number;
};

/** Who uses a key: what the gates recorded of it, a second old at most. */
export type KeyActivity = {
  /** Calls of the last 24 hours, to the minute. */
  readonly requests: number;
  /** The same by outcome: `ok` or the error's code. */
  readonly byCode: Readonly<Record<string, number>>;
  /** Newest first, as far back as the request log reaches. */
  readonly recent: readonly RequestView[];
  /** The latest first; callers that have been silent for 90 days are forgotten. */
  readonly callers: readonly CallerView[];
  /** Callers that there are. */
  readonly callerCount: number;
  /** The database's clock. */
  readonly asOf: string;
};

export const keyActivityInput = z.strictObject({ keyId: idField('key') });

/** Who used a key lately, and what became of the calls. */
export const keyActivity = defineVerb({
  name: null,
  can: 'usage.read',
  input: keyActivityInput,
  run: async ({ organizationId }, { keyId }): Promise<Result<KeyActivity>> => {
    const key = await db().apiKey.findFirst({
      where: { id: keyId, organizationId },
      select: { environment: true },
    });
    if (key === null) return notFound('key');
    return inTime(() => read([organizationId, key.environment, keyId]));
  },
});

async function read(place: readonly [string, string, string]): Promise<Result<KeyActivity>> {
  const [outcomes, recent, callers] = await Promise.all([
    usagePool().query<Outcome>(OUTCOMES, [...place]),
    firstCalls((put) => ({
      place: [`organization_id = ${put(place[0])}`, `environment = ${put(place[1])}::environment`],
      narrowing: [`key_id = ${put(place[2])}`],
      when: [],
      order: 'DESC',
      limit: put(RECENT),
    })),
    usagePool().query<CallerRow>(LATEST_CALLERS, [place[2], CALLERS]),
  ]);
  return done({
    ...summed(outcomes.rows),
    recent: recent.rows.map(requestView),
    callers: callers.rows.map(callerView),
    callerCount: callers.rows[0]?.count ?? 0,
  });
}

type Outcome = { code: string | null; requests: number | null; now: Date };
type CallerRow = {
  ip: string;
  client: string;
  first_seen: Date;
  last_seen: Date;
  requests: number;
  count: number;
};

const OUTCOMES = `SELECT u.code, u.requests, t.now FROM (SELECT now()::timestamptz(3) AS now) t LEFT JOIN (
    SELECT code, sum(requests)::int AS requests FROM records.usage_minutes
    WHERE organization_id = $1 AND environment = $2::environment AND key_id = $3
      AND start >= now() - interval '24 hours'
    GROUP BY code
  ) u ON true ORDER BY u.requests DESC, u.code`;

const LATEST_CALLERS = `SELECT ip, client, first_seen, last_seen, requests, count(*) OVER ()::int AS count
  FROM records.callers WHERE key_id = $1 ORDER BY last_seen DESC, ip, client LIMIT $2`;

function summed(rows: readonly Outcome[]): Pick<KeyActivity, 'requests' | 'byCode' | 'asOf'> {
  const byCode: Record<string, number> = {};
  for (const { code, requests } of rows) {
    if (code !== null) byCode[code === '' ? 'ok' : code] = requests ?? 0;
  }
  const requests = Object.values(byCode).reduce((sum, one) => sum + one, 0);
  return { requests, byCode, asOf: rows[0]?.now.toISOString() ?? '' };
}

function callerView(row: CallerRow): CallerView {
  return {
    ip: row.ip,
    client: row.client,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    requests: row.requests,
  };
}
