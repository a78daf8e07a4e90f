import { type AnalysisRow, analysisBody } from '#lib/api/analyses/view';
import type { GateUrls, Owned } from '#lib/api/owner';
import type { RecordingRow } from '#lib/api/recordings/row';
import { recordingBody } from '#lib/api/recordings/view';
import type { SessionRow } from '#lib/api/sessions/row';
import { sessionBody } from '#lib/api/sessions/view';
import { transcriptHead } from '#lib/api/transcripts/view';
import { env } from '#lib/env';
import { type EngineName, engineNameOf } from '#lib/stream/engines/engine';

/** What only the settings of a gate know, and a resource shows. */
export type GateFacts = { readonly urls: GateUrls; readonly engine: EngineName };

/** The settings as a gate beside this process has them. */
export function gateFacts(): GateFacts {
  const { gateUrl, streams } = env();
  return { urls: gateUrl, engine: engineNameOf(streams.engineUrl) };
}

type TranscriptRow = {
  readonly session: SessionRow;
  readonly total: number;
  readonly languages: readonly string[];
};

/**
 * The `data` of a resource's event, by the functions that answer the API's calls.
 * @param row JSON as the triggers store it
 */
export function renderData(type: string, row: string, { urls, engine }: GateFacts): string {
  const stored: unknown = JSON.parse(row);
  const [noun] = type.split('.');
  switch (noun) {
    case 'session':
      return sessionBody(stored as SessionRow, engine);
    case 'transcript':
      return transcriptData(stored as TranscriptRow);
    case 'recording':
      return recordingBody(stored as RecordingRow, urls);
    case 'analysis':
      return analysisBody(stored as Omit<AnalysisRow, keyof Owned>);
    default:
      throw new Error(`no resource is told of by ${type}`);
  }
}

function transcriptData({ session, ...count }: TranscriptRow): string {
  return JSON.stringify(transcriptHead(session, count, session.last_activity_at));
}
