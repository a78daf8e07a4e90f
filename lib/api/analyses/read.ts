import { type GateUrls, refuseFor, refuseResource } from '#lib/api/owner';
import { epoch } from '#lib/api/sessions/row';
import type { Call, GateServices, Outcome } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import { isId } from '#lib/ids';
import { type AnalysisRow, analysisBody } from './view.ts';

const kind = { noun: 'analysis', missing: 'analysis_not_found' } as const;
const statement = {
  name: 'read_analysis',
  text: `
  SELECT id, session_id, organization_id, environment, include, status, results, error, ${epoch('created_at')},
    ${epoch('completed_at')}
  FROM analyses WHERE id = $1`,
};

/** `GET /v1/analyses/{id}`. */
export async function readAnalysis(
  call: Call,
  { pool }: Pick<GateServices, 'pool'>,
  urls: GateUrls,
): Promise<Outcome> {
  const id = call.params.id ?? '';
  const found = isId('anl', id)
    ? await within(call.deadline, pool.query<AnalysisRow>({ ...statement, values: [id] }))
    : { rows: [] };
  const [row] = found.rows;
  const obstacle = refuseResource(row, call.snapshot.key, urls, kind);
  if (obstacle !== null) return refuseFor(obstacle);
  if (row === undefined) return refuseFor({ code: kind.missing });
  return { kind: 'success', status: 200, body: analysisBody(row) };
}
