import type { Pool } from 'pg';
import { decideUnusual, isBurst } from '#lib/alerts/decide/unusual';
import type { Sign } from '#lib/alerts/evidence';
import { databaseTime } from './pressure.ts';
import {
  byRule,
  type Case,
  loadRules,
  type Observer,
  stateOf,
  targetOf,
  type WatchedRule,
} from './rules.ts';
import { BURSTS, ENDED_KEYS, NEW_CALLERS, WOKEN_KEYS } from './unusual-sql.ts';

type Rule = WatchedRule<'unusual_activity'>;
type Found = { readonly rule: string; readonly key: string; readonly sign: Sign };

/** Environments in which a key was used within a day, or has a caller that is new. */
const HAS_USE = `EXISTS (SELECT FROM api_keys k WHERE k.organization_id = r.organization_id
  AND k.environment = r.environment AND k.last_used_at > now() - interval '24 hours')
  OR EXISTS (SELECT FROM records.callers c WHERE c.organization_id = r.organization_id
    AND c.environment = r.environment AND c.first_seen > now() - interval '24 hours')
  OR EXISTS (SELECT FROM records.usage_minutes m WHERE m.organization_id = r.organization_id
    AND m.environment = r.environment AND m.start > now() - interval '24 hours')`;

/** Keys that are used unlike before. */
export const observeUnusual: Observer = {
  name: 'unusual_activity',
  observe: async (pool) => {
    const rules = await loadRules(pool, 'unusual_activity', HAS_USE);
    if (rules.length === 0) return [];
    const wanted = JSON.stringify(rules.map(wantedOf));
    const now = await databaseTime(pool);
    const signs = byRule([
      ...(await newCallers(pool, wanted)),
      ...(await wokenKeys(pool, wanted)),
      ...(await bursts(pool, wanted, rules, now)),
    ]);
    const ended = await endedKeys(pool, rules);
    return rules.flatMap((rule) => {
      const byKey = Map.groupBy(signs.get(rule.id) ?? [], ({ key }) => key);
      const keys = new Set([...byKey.keys(), ...rule.open.keys()]);
      return [...keys].map((key): Case => {
        const seen = {
          signs: (byKey.get(key) ?? []).map(({ sign }) => sign),
          ended: ended.get(key) ?? null,
        };
        const outcome = decideUnusual(stateOf(rule, key), seen, now);
        return { target: targetOf(rule, key), outcome };
      });
    });
  },
};

function wantedOf({ id, organizationId, environment, settings }: Rule) {
  const { newCaller, idleDays, burstFactor } = settings;
  return {
    id,
    org: organizationId,
    env: environment,
    callers: newCaller,
    idle: idleDays,
    burst: burstFactor !== null,
  };
}

async function newCallers(pool: Pool, wanted: string): Promise<Found[]> {
  type Row = {
    rule: string;
    key: string;
    ip: string;
    client: string;
    at: Date;
    newAddress: boolean;
    newClient: boolean;
  };
  const { rows } = await pool.query<Row>(NEW_CALLERS, [wanted]);
  return rows.map(({ rule, key, at, ...caller }) => ({
    rule,
    key,
    sign: { sign: 'new_caller', ...caller, at: at.toISOString() },
  }));
}

async function wokenKeys(pool: Pool, wanted: string): Promise<Found[]> {
  type Row = { rule: string; key: string; at: Date; idleDays: number };
  const { rows } = await pool.query<Row>(WOKEN_KEYS, [wanted]);
  return rows.map(({ rule, key, at, idleDays }) => ({
    rule,
    key,
    sign: { sign: 'woke', idleDays, at: at.toISOString() },
  }));
}

async function bursts(
  pool: Pool,
  wanted: string,
  rules: readonly Rule[],
  now: number,
): Promise<Found[]> {
  type Row = { rule: string; key: string; calls: number; usual: number };
  const { rows } = await pool.query<Row>(BURSTS, [wanted]);
  const factors = new Map(rules.map(({ id, settings }) => [id, settings.burstFactor]));
  return rows.flatMap(({ rule, key, calls, usual }): Found[] => {
    const factor = factors.get(rule) ?? null;
    if (factor === null || !isBurst(calls, usual, factor)) return [];
    const usualPerHour = Math.round(usual * 10) / 10;
    const at = new Date(now).toISOString();
    return [{ rule, key, sign: { sign: 'burst', calls, usualPerHour, at } }];
  });
}

async function endedKeys(pool: Pool, rules: readonly Rule[]) {
  const keys = rules.flatMap(({ open }) => [...open.keys()]);
  const { rows } = await pool.query<{ id: string; why: 'key_revoked' | 'key_expired' }>(
    ENDED_KEYS,
    [keys],
  );
  return new Map(rows.map(({ id, why }) => [id, why]));
}
