import type { Environment } from '#lib/db/generated/enums';
import { API_VERSION } from './events.ts';

/** An event as the database has it. */
export type StoredEvent = {
  readonly event_id: string;
  readonly type: string;
  readonly environment: Environment;
  readonly created_at: Date;
  /** JSON, as it was stored. */
  readonly data: string;
};

/** What is posted: the same bytes at every attempt. */
export function envelopeOf(event: StoredEvent): string {
  const head = JSON.stringify({
    id: event.event_id,
    type: event.type,
    api_version: API_VERSION,
    environment: event.environment,
    created_at: event.created_at.toISOString(),
  });
  return `${head.slice(0, -1)},"data":${event.data}}`;
}
