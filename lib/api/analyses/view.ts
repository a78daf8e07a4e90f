import type { AnalysisResults } from '#lib/analysis/analyse';
import type { AnalysisPart } from '#lib/analysis/parts';
import type { Owned } from '#lib/api/owner';
import { toIso } from '#lib/api/sessions/view';
import type { AnalysisStatus } from '#lib/db/generated/enums';

/** An analysis as the API's statements select it; times in epoch milliseconds. */
export type AnalysisRow = Owned & {
  readonly id: string;
  readonly session_id: string;
  readonly include: readonly AnalysisPart[];
  readonly status: AnalysisStatus;
  readonly results: AnalysisResults | null;
  /** Empty when nothing failed. */
  readonly error: string;
  readonly created_at: number;
  readonly completed_at: number | null;
};

/** The JSON of an analysis; a part that was asked for is null until it is there. */
export function analysisBody(row: Omit<AnalysisRow, keyof Owned>): string {
  const parts = row.include.map((part) => [part, row.results?.[part] ?? null]);
  return JSON.stringify({
    id: row.id,
    object: 'analysis',
    session_id: row.session_id,
    status: row.status,
    ...Object.fromEntries(parts),
    error: row.error === '' ? null : row.error,
    created_at: toIso(row.created_at),
    completed_at: row.completed_at === null ? null : toIso(row.completed_at),
  });
}
