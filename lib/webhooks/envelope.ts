import type { Environment } from '#lib/db/generated/enums';
import { API_VERSION } from './events.ts';
import { gateFacts, renderData } from './render.ts';

/** An event as the database has it. */
export type StoredEvent = {
  readonly event_id: string;
  readonly type: string;
  readonly environment: Environment;
  readonly created_at: Date;
  /** JSON, as it was stored. */
  readonly data: string;
  /** Whether `data` is what is posted, or still the row that it is made of. */
  readonly finished: boolean;
};

/** The JSON of an event's `data`. */
export function dataOf({ type, data, finished }: StoredEvent): string {
  return finished ? data : renderData(type, data, gateFacts());
}

/** What is posted: of a finished event the same bytes at every attempt. */
export function envelopeOf(event: StoredEvent): string {
  const head = JSON.stringify({
    id: event.event_id,
    type: event.type,
    api_version: API_VERSION,
    environment: event.environment,
    created_at: event.created_at.toISOString(),
  });
  return `${head.slice(0, -1)},"data":${dataOf(event)}}`;
}
