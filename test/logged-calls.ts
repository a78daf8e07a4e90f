import type { Pool } from 'pg';
import type { Environment } from '#lib/db/generated/enums';
import { Batch } from '#lib/gate/recording/batch';
import type { Decided } from '#lib/gate/recording/sheet';
import { storeBatch } from '#lib/gate/recording/store';
import { newId, type RandomBits, timeOfId } from '#lib/ids';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A call that a gate would have recorded. */
export type LoggedCall = {
  /** Carries `at`. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly keyId: string;
  /** Null where none was found. */
  readonly route: Decided['route'];
  readonly status: number;
  readonly code: string | null;
};

/**
 * Records calls as a gate does, whose partitions must be there.
 * @param gates among so many gates they are dealt out, so that their segments overlap
 */
export async function recordCalls(
  pool: Pool,
  calls: readonly LoggedCall[],
  gates = 1,
): Promise<void> {
  for (let gate = 0; gate < gates; gate++) {
    const gateId = newId('gate');
    await pool.query('INSERT INTO gate_instances (id, listen, stopped_at) VALUES ($1, $2, now())', [
      gateId,
      'test',
    ]);
    const batch = batchOf(calls.filter((_, index) => index % gates === gate));
    await storeBatch(pool, batch, { gateId, number: 1, dropped: 0 }, 10_000);
  }
}

/** What a gate would send of these calls. */
export function batchOf(calls: readonly LoggedCall[]): Batch {
  const batch = new Batch();
  for (const call of calls) {
    const { keyId: id, organizationId, environment } = call;
    const sheet = batch.sheet({ id, organizationId, environment });
    const decided = decidedOf(call);
    const line = {
      idBits: bitsOf(call),
      at: call.at,
      microseconds: decided.microseconds,
      creditsRemaining: null,
      rateLimit: null,
      rateRemaining: null,
      path: call.route === null ? '/x' : null,
      facts: null,
    };
    const kind = sheet.kind(sheet.count(decided), decided);
    sheet.drawer.add(line, kind, sheet.caller('192.0.2.1', 'test', call.at));
  }
  return batch;
}

function decidedOf({ route, status, code, at }: LoggedCall): Decided {
  const method = route?.method ?? 'GET';
  const rest = { check: null, microseconds: 400, charged: 0, replayed: false, counters: null };
  return { route, method, status, code, at, ...rest };
}

function bitsOf({ id, at }: LoggedCall): RandomBits {
  if (timeOfId(id) !== at) throw new Error(`${id} does not carry the time ${at}`);
  const bits = (from: number, to: number) =>
    [...id.slice(from, to)].reduce((sum, symbol) => sum * 32 + CROCKFORD.indexOf(symbol), 0);
  return { high: bits(14, 20), middle: bits(20, 26), low: bits(26, 30) };
}
