import type { Call, Outcome } from '#lib/gate/call';
import type { EngineName } from '#lib/stream/engines/engine';
import { findSession, type SessionFinder } from './find.ts';
import { sessionBody } from './view.ts';

/** `GET /v1/sessions/{id}`. */
export async function readSession(
  call: Call,
  finder: SessionFinder,
  engine: EngineName,
): Promise<Outcome> {
  const row = await findSession(finder, call, call.params.id ?? '');
  if ('kind' in row) return row;
  return { kind: 'success', status: 200, body: sessionBody(row, engine) };
}
