import type { Pool } from 'pg';
import type { Target } from '#lib/alerts/apply';
import type { Open, Outcome } from '#lib/alerts/decide/outcome';
import { type EvidenceOf, parseEvidence } from '#lib/alerts/evidence';
import { parseSettings, type SettingsOf } from '#lib/alerts/settings';
import type { AlertKind, Environment } from '#lib/db/generated/enums';
import { log } from '#lib/log';

/** An alert that is open. */
export type OpenAlert<Kind extends AlertKind> = {
  readonly id: string;
  readonly subject: string;
  readonly stage: number;
  readonly evidence: EvidenceOf<Kind>;
};

/** A rule with its open alerts, by subject. */
export type WatchedRule<Kind extends AlertKind> = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly settings: SettingsOf<Kind>;
  readonly open: ReadonlyMap<string, OpenAlert<Kind>>;
};

/** What is to be written for one rule and subject. */
export type Case = { readonly target: Target; readonly outcome: Outcome };

/** Looks at all organizations' rules of one kind at once. */
export type Observer = { readonly name: string; readonly observe: (pool: Pool) => Promise<Case[]> };

type Row = {
  id: string;
  organization_id: string;
  environment: Environment;
  settings: unknown;
  open: { id: string; subject: string; stage: number; evidence: unknown }[];
};

/**
 * The enabled rules of a kind that have an open alert, or for which `condition` holds (SQL over the rule
 * `r`). A rule whose settings are of another shape is left out and logged.
 */
export async function loadRules<Kind extends AlertKind>(
  pool: Pool,
  kind: Kind,
  condition: string,
): Promise<WatchedRule<Kind>[]> {
  const { rows } = await pool.query<Row>(
    `SELECT r.id, r.organization_id, r.environment, r.settings, COALESCE(t.open, '[]') AS open
     FROM alert_rules r LEFT JOIN (
       SELECT rule_id, jsonb_agg(jsonb_build_object('id', id, 'subject', subject, 'stage', stage,
         'evidence', evidence)) AS open
       FROM alerts WHERE resolved_at IS NULL AND kind = $1::alert_kind GROUP BY rule_id) AS t ON t.rule_id = r.id
     WHERE r.kind = $1::alert_kind AND r.enabled AND (t.open IS NOT NULL OR ${condition})`,
    [kind],
  );
  return rows.flatMap((row) => {
    const settings = settingsOf(kind, row.settings);
    if (settings === null) log().error({ ruleId: row.id }, 'an alert rule has impossible settings');
    if (settings === null) return [];
    const { id, organization_id: organizationId, environment } = row;
    return [{ id, organizationId, environment, settings, open: openOf(kind, row.open) }];
  });
}

/** The rule and subject that an outcome belongs to. */
export function targetOf<Kind extends AlertKind>(rule: WatchedRule<Kind>, subject: string): Target {
  const open = rule.open.get(subject) ?? null;
  return { ruleId: rule.id, organizationId: rule.organizationId, subject, open };
}

/** What a decision gets of an open alert. */
export function stateOf<Kind extends AlertKind>(
  rule: WatchedRule<Kind>,
  subject: string,
): Open<Kind> {
  return rule.open.get(subject) ?? null;
}

/** Rows by the rule that they were found for. */
export function byRule<Row extends { rule: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ rule }) => rule);
}

function openOf<Kind extends AlertKind>(
  kind: Kind,
  rows: Row['open'],
): Map<string, OpenAlert<Kind>> {
  const open = new Map<string, OpenAlert<Kind>>();
  for (const { id, subject, stage, evidence } of rows) {
    const parsed = parseEvidence(kind, evidence);
    if (parsed === null) log().error({ alertId: id }, 'an alert has impossible evidence');
    else open.set(subject, { id, subject, stage, evidence: parsed.evidence as EvidenceOf<Kind> });
  }
  return open;
}

function settingsOf<Kind extends AlertKind>(kind: Kind, raw: unknown): SettingsOf<Kind> | null {
  const parsed = parseSettings(kind, raw);
  return parsed === null ? null : (parsed.settings as SettingsOf<Kind>);
}
