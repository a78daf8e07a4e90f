import type { Pool, PoolClient } from 'pg';
import { decideLowBalance } from '#lib/alerts/decide/credits';
import type { Outcome } from '#lib/alerts/decide/outcome';
import { decidePressure, type FullMinute, lookBack } from '#lib/alerts/decide/pressure';
import { parseSettings } from '#lib/alerts/settings';
import type { AlertKind } from '#lib/db/generated/enums';
import { transaction } from '#lib/db/transaction';
import { newId } from '#lib/ids';
import type { DemoOrganization } from './organization.ts';

const MINUTE_MS = 60_000;

type Rule = { readonly id: string; readonly kind: AlertKind; readonly settings: unknown };
type Past = { readonly firedAt: number; readonly resolvedAt: number; readonly evidence: object };
type Ended = Past & { readonly resolution: object };

/**
 * Adds the first rules and writes the alerts that those of the live environment would have raised in the
 * loaded time, by the same decisions, where they are over. Nobody is told of them. @returns how many
 */
export async function loadAlerts(pool: Pool, organization: DemoOrganization): Promise<number> {
  await transaction(pool, (client) => addRules(client, organization));
  const { rows } = await pool.query<Rule>(
    `SELECT id, kind, settings FROM alert_rules WHERE organization_id = $1 AND environment = 'live'`,
    [organization.id],
  );
  let written = 0;
  for (const rule of rows) {
    const alerts = await pastOf(pool, organization, rule);
    for (const { firedAt, resolvedAt, evidence, resolution } of alerts) {
      const times = [new Date(firedAt), new Date(resolvedAt)];
      await pool.query(INSERT, [newId('alt', firedAt), rule.id, evidence, resolution, ...times]);
    }
    written += alerts.length;
  }
  return written;
}

async function addRules(client: PoolClient, { id }: DemoOrganization): Promise<void> {
  await client.query('SELECT add_first_alert_rules($1)', [id]);
  // Its people do not exist: alerts are for the portal's pages only.
  await client.query('UPDATE alert_channels SET enabled = false WHERE organization_id = $1', [id]);
}

const INSERT = `
  INSERT INTO alerts (id, rule_id, organization_id, environment, kind, evidence, resolution, fired_at, resolved_at)
  SELECT $1, id, organization_id, environment, kind, $3, $4, $5, $6 FROM alert_rules WHERE id = $2`;

async function pastOf(pool: Pool, organization: DemoOrganization, rule: Rule): Promise<Ended[]> {
  const parsed = parseSettings(rule.kind, rule.settings);
  if (parsed?.kind === 'rate_limit_pressure') {
    const { settings } = parsed;
    const full = await fullMinutes(pool, organization.id, settings.percent);
    return walk(minutesAround(full), (isOpen, at) =>
      decidePressure(settings, isOpen, seenAt(full, at, lookBack(settings)), at),
    );
  }
  if (parsed?.kind === 'credits_low' && parsed.settings.measure !== 'hours_left') {
    const { settings } = parsed;
    const { balances, perPeriod } = await balancesOf(pool, organization);
    return walk([...balances.keys()], (isOpen, at) =>
      // Neither rule nor plan changes in these days.
      decideLowBalance(settings, isOpen, { balance: balances.get(at) ?? 0, perPeriod }, null),
    );
  }
  return [];
}

/** What a rule would have fired and resolved, asked at these moments. */
function walk(moments: readonly number[], decide: (isOpen: boolean, at: number) => Outcome) {
  const ended: Ended[] = [];
  let open: { readonly firedAt: number; readonly evidence: object } | null = null;
  for (const at of moments) {
    const outcome = decide(open !== null, at);
    if (outcome.do === 'fire') open = { firedAt: at, evidence: outcome.evidence };
    if (outcome.do !== 'resolve' || open === null) continue;
    ended.push({ ...open, resolvedAt: at, resolution: outcome.resolution });
    open = null;
  }
  return ended;
}

async function fullMinutes(pool: Pool, id: string, percent: number): Promise<FullMinute[]> {
  const { rows } = await pool.query<{ start: Date; peak: number; limit: number }>(
    `SELECT start, max(peak) AS peak, max(peak_limit) AS "limit" FROM records.usage_minutes
     WHERE organization_id = $1 AND environment = 'live' AND peak_limit > 0
       AND peak::bigint * 100 >= $2::bigint * peak_limit
     GROUP BY start ORDER BY start`,
    [id, percent],
  );
  return rows.map(({ start, peak, limit }) => {
    const share = Math.floor((peak * 100) / limit);
    return { start: start.getTime(), percent: share, peak, limit };
  });
}

/** Each minute from the first full one until an alert about the last would be over. */
function minutesAround(full: readonly FullMinute[]): number[] {
  const first = full[0]?.start ?? 0;
  const last = full.at(-1)?.start ?? 0;
  const count = full.length === 0 ? 0 : (last - first) / MINUTE_MS + 60;
  return Array.from({ length: count }, (_, index) => first + (index + 1) * MINUTE_MS);
}

const seenAt = (full: readonly FullMinute[], at: number, span: number) =>
  full.filter(({ start }) => start < at && start > at - span * MINUTE_MS);

/** The balance after each moment at which it changed, by epoch milliseconds. */
async function balancesOf(pool: Pool, { id, liveAccountId }: DemoOrganization) {
  const { rows } = await pool.query<{ at: Date; balance: number; per_period: number }>(
    `SELECT e.created_at AS at, e.balance_after AS balance, o.credits_per_period AS per_period
     FROM credit_entries e, organizations o WHERE e.account_id = $1 AND o.id = $2 ORDER BY e.sequence`,
    [liveAccountId, id],
  );
  const balances = new Map(rows.map(({ at, balance }) => [at.getTime(), balance]));
  return { balances, perPeriod: rows[0]?.per_period ?? 0 };
}
