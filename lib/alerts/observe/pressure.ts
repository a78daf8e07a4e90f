import type { Pool } from 'pg';
import type { Outcome } from '#lib/alerts/decide/outcome';
import { decidePressure, type FullMinute, lookBack } from '#lib/alerts/decide/pressure';
import { busiestKey } from './busiest-key.ts';
import { HAS_CALLS, RULES_AND_MINUTES } from './minutes.ts';
import { byRule, type Case, loadRules, type Observer, targetOf } from './rules.ts';

type Row = {
  rule: string;
  subject: string;
  start: Date;
  percent: number;
  peak: number;
  limit: number;
  now: Date;
};

/** Minutes at a rule's percentage or more, of the organization's limit (empty subject) and of keys' own. */
const FULL_MINUTES = `${RULES_AND_MINUTES}, windows AS (
    SELECT m.rule, m.border, m.start, s.subject, s.peak, s.full_at AS "limit"
    FROM seen m CROSS JOIN LATERAL (VALUES ('', m.peak, m.peak_limit), (m.key_id, m.key_peak, m.key_limit))
      AS s (subject, peak, full_at)
    WHERE s.full_at > 0
  )
  SELECT DISTINCT ON (rule, subject, start) rule, subject, start, peak, "limit",
    (peak::bigint * 100 / "limit")::integer AS percent
  FROM windows WHERE peak::bigint * 100 >= border::bigint * "limit"
  ORDER BY rule, subject, start, percent DESC`;

/** Rate limits that are nearly used up. */
export const observePressure: Observer = {
  name: 'rate_limit_pressure',
  observe: async (pool) => {
    const rules = await loadRules(pool, 'rate_limit_pressure', HAS_CALLS);
    if (rules.length === 0) return [];
    const wanted = rules.map(({ id, organizationId, environment, settings }) => ({
      id,
      org: organizationId,
      env: environment,
      percent: settings.percent,
      span: lookBack(settings),
    }));
    const { rows } = await pool.query<Omit<Row, 'now'>>(FULL_MINUTES, [JSON.stringify(wanted)]);
    const now = await databaseTime(pool);
    const found = byRule(rows);
    const cases = rules.flatMap((rule) => {
      const minutes = Map.groupBy(found.get(rule.id) ?? [], ({ subject }) => subject);
      const subjects = new Set([...minutes.keys(), ...rule.open.keys()]);
      return [...subjects].map((subject) => {
        const full = (minutes.get(subject) ?? []).map(fullMinute);
        const outcome = decidePressure(rule.settings, rule.open.has(subject), full, now);
        return { rule, target: targetOf(rule, subject), outcome };
      });
    });
    return Promise.all(cases.map((one) => withKey(pool, one.rule.settings.within, one)));
  },
};

/** The database's clock, epoch milliseconds. */
export async function databaseTime(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (rows[0] === undefined) throw new Error('the database did not tell its time');
  return rows[0].now.getTime();
}

function fullMinute({ start, percent, peak, limit }: Omit<Row, 'now'>): FullMinute {
  return { start: start.getTime(), percent, peak, limit };
}

async function withKey(
  pool: Pool,
  within: number,
  one: Case & { outcome: Outcome<'rate_limit_pressure'> },
): Promise<Case> {
  const { target, outcome } = one;
  if (outcome.do !== 'fire' || target.subject !== '') return { target, outcome };
  const busiest = await busiestKey(pool, target.ruleId, within);
  return {
    target,
    outcome: { ...outcome, evidence: { ...outcome.evidence, busiestKey: busiest } },
  };
}
