import { decideHoursLeft } from '#lib/alerts/decide/credits';
import { PER_PERIOD } from '#lib/alerts/levels';
import { byRule, type Case, loadRules, type Observer, stateOf, targetOf } from './rules.ts';

type Row = {
  rule: string;
  balance: number;
  per_period: number;
  hours_to_refill: number;
  used: number;
};

/** Credits of 24 hours: whole hours as far as they are rolled up, minutes since. */
const PACE = `
  SELECT r.id AS rule, a.balance, ${PER_PERIOD} AS per_period,
    GREATEST(extract(epoch FROM a.period_end - clock_timestamp()), 0)::float8 / 3600 AS hours_to_refill,
    (SELECT COALESCE(sum(credits), 0) FROM records.usage_minutes m
      WHERE m.organization_id = r.organization_id AND m.environment = r.environment
        AND m.start >= GREATEST(p.hours_until, now() - interval '24 hours'))::float8
    + (SELECT COALESCE(sum(credits), 0) FROM records.usage_hours h
      WHERE h.organization_id = r.organization_id AND h.environment = r.environment
        AND h.start > now() - interval '24 hours' AND h.start < p.hours_until)::float8 AS used
  FROM alert_rules r CROSS JOIN records.progress p
  JOIN organizations o ON o.id = r.organization_id
  JOIN credit_accounts a ON a.organization_id = r.organization_id AND a.environment = r.environment
  WHERE r.id = ANY ($1::text[])`;

/** Credits that run out soon at the present pace. */
export const observeHoursLeft: Observer = {
  name: 'credits_low',
  observe: async (pool) => {
    const rules = await loadRules(pool, 'credits_low', `r.settings->>'measure' = 'hours_left'`);
    const ids = rules.map(({ id }) => id);
    if (ids.length === 0) return [];
    const found = byRule((await pool.query<Row>(PACE, [ids])).rows);
    return rules.flatMap((rule): Case[] => {
      const row = found.get(rule.id)?.[0];
      const { settings } = rule;
      if (row === undefined || settings.measure !== 'hours_left') return [];
      const outcome = decideHoursLeft(
        settings,
        rule.open.has(''),
        {
          balance: row.balance,
          perPeriod: row.per_period,
          usedInDay: row.used,
          hoursToRefill: row.hours_to_refill,
        },
        stateOf(rule, '')?.evidence ?? null,
      );
      return [{ target: targetOf(rule, ''), outcome }];
    });
  },
};
