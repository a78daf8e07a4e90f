import type { Owned } from '#lib/api/owner';
import { epoch } from '#lib/api/sessions/row';
import type { RecordingStatus } from '#lib/db/generated/enums';

/** A recording as the API's statements select it; times in epoch milliseconds. */
export type RecordingRow = Owned & {
  readonly id: string;
  readonly session_id: string;
  readonly channel: string;
  readonly status: RecordingStatus;
  /** Of the audio data, one byte a sample. */
  readonly sample_bytes: number;
  readonly sample_rate: number;
  readonly created_at: number;
  readonly expires_at: number;
};

/** The rows of recordings that are still there. */
export const recordingRows = `
  SELECT r.id, r.session_id, r.channel, r.status, r.sample_bytes, r.sample_rate, r.created_at, r.expires_at,
    v.organization_id, v.environment
  FROM (SELECT id, session_id, channel, status, sample_bytes, sample_rate, ${epoch('created_at')},
      ${epoch('expires_at')} FROM recordings WHERE expires_at > clock_timestamp()) r
  JOIN voice_sessions v ON v.id = r.session_id`;
