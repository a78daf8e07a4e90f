import { type Call, type GateServices, type Outcome, refuse } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import { isId } from '#lib/ids';
import type { EngineName } from '#lib/stream/engines/engine';
import { type GateUrls, refuseSession } from './find.ts';
import { asOf, type SessionRow, sessionColumns } from './row.ts';
import { sessionBody } from './view.ts';

const statement = {
  name: 'read_session',
  text: `SELECT ${sessionColumns} FROM voice_sessions WHERE id = $1`,
};

/** `GET /v1/sessions/{id}`. */
export async function readSession(
  call: Call,
  services: Pick<GateServices, 'pool' | 'databaseNow'>,
  { urls, engine }: { readonly urls: GateUrls; readonly engine: EngineName },
): Promise<Outcome> {
  const id = call.params.id ?? '';
  const found = isId('sess', id)
    ? await within(call.deadline, services.pool.query<SessionRow>({ ...statement, values: [id] }))
    : { rows: [] };
  const [row] = found.rows;
  const obstacle = refuseSession(row, call.snapshot.key, urls);
  if (obstacle !== null || row === undefined) {
    return refuse('effect', obstacle?.code ?? 'session_not_found', messageOf(obstacle));
  }
  return {
    kind: 'success',
    status: 200,
    body: sessionBody(asOf(row, services.databaseNow()), engine),
  };
}

function messageOf(obstacle: { readonly message?: string } | null) {
  return obstacle?.message === undefined ? undefined : { message: obstacle.message };
}
