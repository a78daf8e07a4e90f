import { decideRefused, REFUSED_STATUSES } from '#lib/alerts/decide/refused';
import { busiestKey } from './busiest-key.ts';
import { HAS_CALLS, RULES_AND_MINUTES } from './minutes.ts';
import { byRule, type Case, loadRules, type Observer, targetOf } from './rules.ts';

type Row = { rule: string; code: string; refused: boolean; calls: number };

const COUNTS = `${RULES_AND_MINUTES}
  SELECT rule, code, status = ANY ($2::int[]) AS refused, sum(requests)::float8 AS calls
  FROM seen GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2`;

/** Surges of refused calls. */
export const observeRefused: Observer = {
  name: 'refused_calls',
  observe: async (pool) => {
    const rules = await loadRules(pool, 'refused_calls', HAS_CALLS);
    if (rules.length === 0) return [];
    const wanted = rules.map(({ id, organizationId, environment, settings }) => ({
      id,
      org: organizationId,
      env: environment,
      span: settings.within,
    }));
    const { rows } = await pool.query<Row>(COUNTS, [JSON.stringify(wanted), REFUSED_STATUSES]);
    const found = byRule(rows);
    const cases = rules.map(async (rule): Promise<Case> => {
      const counts = found.get(rule.id) ?? [];
      const calls = counts.reduce((sum, row) => sum + row.calls, 0);
      const codes = counts.filter(({ refused }) => refused);
      const target = targetOf(rule, '');
      const outcome = decideRefused(rule.settings, rule.open.has(''), { calls, codes });
      if (outcome.do !== 'fire') return { target, outcome };
      const { within } = rule.settings;
      const busiest = await busiestKey(pool, rule.id, within, REFUSED_STATUSES);
      const evidence = { ...outcome.evidence, busiestKey: busiest };
      return { target, outcome: { ...outcome, evidence } };
    });
    return Promise.all(cases);
  },
};
