import type { GateUrls } from '#lib/api/owner';
import { toIso } from '#lib/api/sessions/view';
import type { RecordingRow } from './row.ts';
import { wavBytes } from './wav.ts';

/** The JSON of a recording. */
export function recordingBody(row: RecordingRow, urls: GateUrls): string {
  const isReady = row.status === 'ready';
  return JSON.stringify({
    id: row.id,
    object: 'recording',
    session_id: row.session_id,
    channel: row.channel,
    status: row.status,
    duration: isReady ? row.sample_bytes / row.sample_rate : null,
    format: 'wav',
    size: isReady ? wavBytes(row.sample_bytes) : null,
    sample_rate: row.sample_rate,
    download_url: isReady ? `${urls[row.environment]}/v1/recordings/${row.id}/audio` : null,
    created_at: toIso(row.created_at),
    expires_at: toIso(row.expires_at),
  });
}
