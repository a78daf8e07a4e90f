import type { Pool } from 'pg';
import { transaction } from '#lib/db/transaction';
import { remaining, tighter } from '#lib/gate/decide';
import { Batch } from '#lib/gate/recording/batch';
import { keptPath } from '#lib/gate/recording/path';
import { storeBatch } from '#lib/gate/recording/store';
import { newId, randomBits } from '#lib/ids';
import { ensurePartitions } from '#lib/usage/partitions';
import { rollRange } from '#lib/usage/roll';
import { decideDemo, Windows } from './decide.ts';
import { DemoLedger } from './ledger.ts';
import type { DemoOrganization } from './organization.ts';
import { callsOf, DAYS, type DemoCall, firstDayOf } from './traffic.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Milliseconds that a day's records may take. */
const STORE_MS = 60_000;

/** What the loading needs of its surroundings. */
export type HistoryParts = {
  readonly pool: Pool;
  readonly organization: DemoOrganization;
  /** Epoch milliseconds by the database's clock. */
  readonly now: number;
  /** Days of calls that go into the request log. */
  readonly logDays: number;
};

/**
 * Loads 90 days of calls day by day, through the code by which a gate records its own: counts, log and
 * callers agree, and so does the ledger.
 * @returns calls loaded
 */
export async function loadHistory({ pool, organization, now, logDays }: HistoryParts) {
  const { id, liveAccountId, ownerId, keyIds } = organization;
  for (let ago = DAYS + 1; ago > 0; ago -= 7) await ensurePartitions(pool, now - ago * DAY_MS);
  const first = firstDayOf(now);
  const ledger = new DemoLedger(liveAccountId, ownerId, first);
  const gateId = newId('gate');
  await pool.query(
    'INSERT INTO gate_instances (id, listen, heartbeat_at, stopped_at) VALUES ($1, $2, $3, now())',
    [gateId, 'demo', new Date(now - DAY_MS)],
  );
  let calls = 0;
  for (let day = 0; day < DAYS; day++) {
    const start = first + day * DAY_MS;
    const isLogged = start > now - logDays * DAY_MS;
    const batch = new Batch();
    calls += fillDay(batch, { start, now, isLogged, id, keyIds, ledger });
    await storeBatch(pool, batch, { gateId, number: day + 1, dropped: 0 }, STORE_MS);
    await storeLedger(pool, ledger);
  }
  await pool.query('DELETE FROM gate_instances WHERE id = $1', [gateId]);
  await rollRange(pool, id);
  return calls;
}

type Day = {
  readonly start: number;
  readonly now: number;
  readonly isLogged: boolean;
  readonly id: string;
  readonly keyIds: ReadonlyMap<string, string>;
  readonly ledger: DemoLedger;
};

function fillDay(batch: Batch, day: Day): number {
  const windows = new Windows();
  let calls = 0;
  for (let minute = day.start; minute < day.start + DAY_MS; minute += MINUTE_MS) {
    if (minute > day.now) break;
    for (const call of callsOf(minute, day.now)) {
      addCall(batch, call, windows, day);
      calls++;
    }
  }
  return calls;
}

function addCall(batch: Batch, call: DemoCall, windows: Windows, day: Day): void {
  const keyId = day.keyIds.get(call.key.name) ?? '';
  const counters = windows.count(call.key, call.at);
  const before = day.ledger.balanceAt(call.at);
  const { decided, facts } = decideDemo(call, counters, before);
  const idBits = randomBits();
  const requestId = newId('req', call.at, idBits);
  const { charged } = decided;
  const left = charged > 0 ? day.ledger.debit(call.at, keyId, requestId, charged) : before;
  const sheet = batch.sheet({ id: keyId, organizationId: day.id, environment: 'live' });
  const cell = sheet.count(decided);
  const origin = sheet.caller(call.caller.ip, call.caller.client, call.at);
  if (!day.isLogged) return;
  const window = tighter(counters);
  const line = {
    idBits,
    at: call.at,
    microseconds: decided.microseconds,
    creditsRemaining: left,
    rateLimit: window.limit,
    rateRemaining: remaining(window),
    path: keptPath(call.route.path.replace(':id', newId('sess', call.at)), call.route),
    facts: facts === null ? null : JSON.stringify(facts),
  };
  sheet.drawer.add(line, sheet.kind(cell, decided), origin);
}

/** What happened long ago is news to nobody: neither the gates nor the alerts are told. */
function storeLedger(pool: Pool, ledger: DemoLedger): Promise<void> {
  return transaction(pool, async (client) => {
    await client.query("SET LOCAL portal.quiet_credit = 'on'");
    await ledger.store(client);
  });
}
