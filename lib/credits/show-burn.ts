import { z } from 'zod';
import type { Environment } from '#lib/db/generated/enums';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { BURN_DAYS, type TimeToEmpty, timeToEmpty } from './burn.ts';
import { readAccount } from './read-account.ts';

/** Credits used on one day of UTC. */
export type BurnDay = {
  /** `2026-11-24`. */
  readonly day: string;
  readonly used: number;
  /** False for today, and for a first day that the account saw in part. */
  readonly whole: boolean;
};

/** The use of the last days, and what it means for the balance. */
export type BurnView = {
  readonly environment: Environment;
  /** Oldest first; the last one is today so far. */
  readonly days: readonly BurnDay[];
  readonly timeToEmpty: TimeToEmpty;
  /** When the next refill comes, ISO 8601. */
  readonly refillAt: string;
  readonly asOf: string;
};

export const showBurnInput = z.strictObject({ environment: environmentField });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Credits per day of the last 14 whole days and today, with the time until none are left. */
export const showBurn = defineVerb({
  name: null,
  can: 'credits.read',
  input: showBurnInput,
  run: (ctx, { environment }): Promise<Result<BurnView>> =>
    db().$transaction((tx) => view(tx, ctx.organizationId, environment), {
      isolationLevel: 'RepeatableRead',
    }),
});

async function view(
  tx: Tx,
  organizationId: string,
  environment: Environment,
): Promise<Result<BurnView>> {
  const read = await readAccount(tx, organizationId, environment);
  if (read === null) return notFound('organization');
  const { row, figures: account, creditsPerPeriod } = read;
  const now = read.now.getTime();
  const first = await tx.creditEntry.findUnique({
    where: { accountId_sequence: { accountId: row.id, sequence: 1 } },
  });
  const opened = Math.min(row.organization.createdAt.getTime(), first?.createdAt.getTime() ?? now);
  const today = now - (now % DAY);
  const from = Math.max(today - BURN_DAYS * DAY, opened - (opened % DAY));
  const used = await usedByDay(tx, { id: row.id, last: row.lastSequence, from, today });
  const days = used.map((credits, index): BurnDay => {
    const start = from + index * DAY;
    const whole = start >= opened && start < today;
    return { day: new Date(start).toISOString().slice(0, 10), used: credits, whole };
  });
  return done({
    environment,
    days,
    timeToEmpty: timeToEmpty({
      days: days.filter(({ whole }) => whole).map((day) => day.used),
      today: { used: used.at(-1) ?? 0, hours: (now - Math.max(today, opened)) / HOUR },
      included: account.included,
      purchased: account.purchased,
      refill: { inHours: (account.periodEnd - now) / HOUR, amount: creditsPerPeriod },
    }),
    refillAt: new Date(account.periodEnd).toISOString(),
    asOf: new Date(now).toISOString(),
  });
}

/**
 * Credits used in each day from `from` to today. Reads no debit but those at the days' edges, which it
 * finds by halving: what a stretch used is what its balance lost, and all that was added in it.
 */
async function usedByDay(
  tx: Tx,
  of: { readonly id: string; readonly last: bigint; readonly from: number; readonly today: number },
): Promise<number[]> {
  const first = new Date(of.from);
  const count = Math.round((of.today - of.from) / DAY);
  const rows = await tx.$queryRaw<{ used: number }[]>`
    WITH RECURSIVE search (day, start, low, high) AS (
      SELECT d, ${first}::timestamptz + d * interval '24 hours', 0::bigint, ${of.last}::bigint + 1
      FROM generate_series(0, ${count}::int) AS d
      UNION ALL
      SELECT day, start, CASE WHEN earlier THEN middle ELSE low END, CASE WHEN earlier THEN high ELSE middle END
      FROM (
        SELECT s.*, (low + high) / 2 AS middle, (
          SELECT e.created_at < s.start FROM credit_entries e
          WHERE e.account_id = ${of.id} AND e.sequence = (s.low + s.high) / 2) AS earlier
        FROM search s WHERE high - low > 1) AS halved
    ), edges (day, sequence) AS (
      SELECT day, low FROM search WHERE high - low <= 1
      UNION ALL SELECT ${count}::int + 1, ${of.last}::bigint
    ), stretches AS (
      SELECT day, sequence AS after, lead(sequence) OVER (ORDER BY day) AS until FROM edges
    )
    SELECT (
      coalesce((SELECT balance_after FROM credit_entries WHERE account_id = ${of.id} AND sequence = after), 0)
      - coalesce((SELECT balance_after FROM credit_entries WHERE account_id = ${of.id} AND sequence = until), 0)
      + coalesce((SELECT sum(amount) FROM credit_entries
          WHERE account_id = ${of.id} AND kind <> 'debit' AND sequence > after AND sequence <= until), 0)
      )::float8 AS used
    FROM stretches WHERE day <= ${count}::int ORDER BY day`;
  return rows.map((row) => row.used);
}
