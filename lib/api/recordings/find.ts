import { type GateUrls, refuseFor, refuseResource } from '#lib/api/owner';
import type { Call, GateServices, Refusal } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import { isId } from '#lib/ids';
import { type RecordingRow, recordingRows } from './row.ts';

const kind = { noun: 'recording', missing: 'recording_not_found' } as const;
const statement = { name: 'read_recording', text: `${recordingRows} WHERE r.id = $1` };

export type RecordingFinder = {
  readonly gate: Pick<GateServices, 'pool' | 'databaseNow'>;
  /** The gate's public origins. */
  readonly urls: GateUrls;
};

/** The recording that the path names, or why the caller may not have it. One that has expired is not there. */
export async function findRecording(
  { gate, urls }: RecordingFinder,
  call: Call,
): Promise<RecordingRow | Refusal> {
  const id = call.params.id ?? '';
  const found = isId('rec', id)
    ? await within(call.deadline, gate.pool.query<RecordingRow>({ ...statement, values: [id] }))
    : { rows: [] };
  const [row] = found.rows;
  const obstacle = refuseResource(row, call.snapshot.key, urls, kind);
  if (obstacle !== null) return refuseFor(obstacle);
  return row ?? refuseFor({ code: kind.missing });
}
