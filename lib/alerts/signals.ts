import type { Pool, PoolClient } from 'pg';
import { applyOutcome } from '#lib/alerts/apply';
import { decideExhausted, decideLowBalance } from '#lib/alerts/decide/credits';
import { nothing, type Outcome } from '#lib/alerts/decide/outcome';
import { type KindEvidence, parseEvidence } from '#lib/alerts/evidence';
import { OUT_OF_STEP, PER_PERIOD, SYNC_WATCH_LEVELS } from '#lib/alerts/levels';
import { type KindSettings, parseSettings } from '#lib/alerts/settings';
import type { AlertKind } from '#lib/db/generated/enums';
import { transaction } from '#lib/db/transaction';
import { log } from '#lib/log';

/** One worker at a time reads an account's signals, since their order matters. */
const ACCOUNT_LOCK = 'SELECT pg_try_advisory_xact_lock(727073710, hashtext($1)) AS mine';
/** Written under the account's lock, so that it stands in order with what the gates write. */
const ADD_SIGNALS = `
  INSERT INTO credit_signals (account_id, balance_before, balance_after)
  SELECT id, balance, balance FROM (
    SELECT id, balance FROM credit_accounts WHERE id = ANY ($1::text[]) ORDER BY id FOR SHARE) AS a
  WHERE NOT EXISTS (SELECT FROM credit_signals s WHERE s.account_id = a.id)`;

const RULES = `
  SELECT r.id, r.kind, r.settings, r.organization_id, ${PER_PERIOD} AS per_period,
    t.id AS alert_id, t.stage, t.evidence
  FROM credit_accounts a
  JOIN organizations o ON o.id = a.organization_id
  JOIN alert_rules r ON r.organization_id = a.organization_id AND r.environment = a.environment
  LEFT JOIN alerts t ON t.rule_id = r.id AND t.subject = '' AND t.resolved_at IS NULL
  WHERE a.id = $1 AND r.enabled AND r.kind IN ('credits_low', 'credits_exhausted')
    AND r.settings->>'measure' IS DISTINCT FROM 'hours_left'
  ORDER BY r.id`;

type RuleRow = {
  id: string;
  kind: AlertKind;
  settings: unknown;
  organization_id: string;
  per_period: number;
  alert_id: string | null;
  stage: number | null;
  evidence: unknown;
};

/** A balance that was crossed, and when. */
type Signal = { readonly id: string; readonly balance: number; readonly at: Date };

/** Keeps the accounts' levels in step with rules, plans and periods, and signals what slipped through. */
export async function syncLevels(pool: Pool): Promise<void> {
  await pool.query(SYNC_WATCH_LEVELS, [null]);
  const { rows } = await pool.query<{ id: string }>(OUT_OF_STEP);
  if (rows.length > 0) await pool.query(ADD_SIGNALS, [rows.map(({ id }) => id)]);
}

/**
 * Handles the signals that spending and grants left, account by account in the order in which balances
 * crossed. An account that fails stays for the next run and stops no other.
 * @returns how many alerts changed.
 */
export async function drainSignals(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT account_id AS id FROM credit_signals GROUP BY account_id ORDER BY min(id)',
  );
  let changed = 0;
  for (const { id } of rows) {
    try {
      changed += await transaction(pool, (client) => drainAccount(client, id));
    } catch (error) {
      log().error({ err: error, accountId: id }, 'alerts of an account failed');
    }
  }
  return changed;
}

async function drainAccount(client: PoolClient, accountId: string): Promise<number> {
  const lock = await client.query<{ mine: boolean }>(ACCOUNT_LOCK, [accountId]);
  if (lock.rows[0]?.mine !== true) return 0;
  const signals = await client.query<Signal>(
    `SELECT id::text, balance_after AS balance, created_at AS at FROM credit_signals
     WHERE account_id = $1 ORDER BY credit_signals.id FOR UPDATE`,
    [accountId],
  );
  let changed = 0;
  for (const signal of signals.rows) {
    const { rows } = await client.query<RuleRow>(RULES, [accountId]);
    for (const rule of rows) if (await applyBalance(client, rule, signal)) changed++;
  }
  const ids = signals.rows.map(({ id }) => id);
  await client.query('DELETE FROM credit_signals WHERE id = ANY ($1::bigint[])', [ids]);
  return changed;
}

async function applyBalance(
  client: PoolClient,
  row: RuleRow,
  { balance, at }: Signal,
): Promise<boolean> {
  const rule = parseSettings(row.kind, row.settings);
  if (rule === null) return false;
  const open = row.alert_id === null ? null : { id: row.alert_id, stage: row.stage ?? 0 };
  const fired = open && parseEvidence(row.kind, row.evidence);
  const outcome = decide(
    rule,
    { isOpen: open !== null, fired },
    { balance, perPeriod: row.per_period },
  );
  const target = { ruleId: row.id, organizationId: row.organization_id, subject: '', open };
  return (await applyOutcome(client, target, outcome, at)) !== null;
}

function decide(
  rule: KindSettings,
  { isOpen, fired }: { readonly isOpen: boolean; readonly fired: KindEvidence | null },
  seen: { readonly balance: number; readonly perPeriod: number },
): Outcome {
  if (rule.kind === 'credits_exhausted') return decideExhausted(isOpen, seen.balance);
  if (rule.kind !== 'credits_low' || rule.settings.measure === 'hours_left') return nothing;
  const firedBy = fired?.kind === 'credits_low' ? fired.evidence : null;
  return decideLowBalance(rule.settings, isOpen, seen, firedBy);
}
