import { type Caller, type GateUrls, refuseFor, refuseResource } from '#lib/api/owner';
import type { GateServices, Refusal } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import type { Obstacle } from '#lib/gate/writer/effect';
import { isId } from '#lib/ids';
import { asOf, type SessionRow, sessionColumns } from './row.ts';

const kind = { noun: 'session', missing: 'session_not_found' } as const;

const statement = {
  name: 'read_session',
  text: `SELECT ${sessionColumns} FROM voice_sessions WHERE id = $1`,
};

/** Why a caller may not have this session, or null. */
export function refuseSession(
  row: SessionRow | undefined,
  caller: Caller,
  urls: GateUrls,
): Obstacle | null {
  return refuseResource(row, caller, urls, kind);
}

export type SessionFinder = {
  readonly gate: Pick<GateServices, 'pool' | 'databaseNow'>;
  /** The gate's public origins. */
  readonly urls: GateUrls;
};

/** The session as it is now, for a read; or why the caller may not have it. */
export async function findSession(
  { gate, urls }: SessionFinder,
  call: { readonly deadline: number; readonly snapshot: { readonly key: Caller } },
  id: string,
): Promise<SessionRow | Refusal> {
  const found = isId('sess', id)
    ? await within(call.deadline, gate.pool.query<SessionRow>({ ...statement, values: [id] }))
    : { rows: [] };
  const [row] = found.rows;
  const obstacle = refuseSession(row, call.snapshot.key, urls);
  if (obstacle !== null) return refuseFor(obstacle);
  if (row === undefined) return refuseFor({ code: 'session_not_found' });
  return asOf(row, gate.databaseNow());
}
