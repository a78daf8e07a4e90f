import { askPage, listBody, listStatements, pageOf } from '#lib/api/list/page';
import type { ListQuery } from '#lib/api/list/query';
import { findSession } from '#lib/api/sessions/find';
import type { Call, Outcome } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import type { RecordingFinder } from './find.ts';
import { type RecordingRow, recordingRows } from './row.ts';
import { recordingBody } from './view.ts';

const statements = listStatements('list_recordings', {
  select: `${recordingRows} WHERE r.session_id = $1`,
  own: 1,
  id: 'r.id',
});

/** `GET /v1/sessions/{id}/recordings`. */
export async function listRecordings(
  call: Call<null, ListQuery>,
  finder: RecordingFinder,
): Promise<Outcome> {
  const session = await findSession(finder, call, call.params.id ?? '');
  if ('kind' in session) return session;
  const asked = askPage(statements, [session.id], call.query);
  const found = await within(call.deadline, finder.gate.pool.query<RecordingRow>(asked));
  const { rows, hasMore } = pageOf(found.rows, call.query);
  const data = rows.map((row) => recordingBody(row, finder.urls));
  return { kind: 'success', status: 200, body: listBody(data, hasMore, call.path) };
}
