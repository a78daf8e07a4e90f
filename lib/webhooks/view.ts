import type { WebhookEndpoint } from '#lib/db/generated/client';
import type {
  Environment,
  WebhookDeliveryStatus,
  WebhookDisabledReason,
} from '#lib/db/generated/enums';
import { placeOf } from '#lib/webhooks/label';

/** An endpoint as the portal shows it; times are ISO 8601. */
export type EndpointView = {
  readonly id: string;
  readonly environment: Environment;
  readonly url: string;
  /** Host and path, which are what is shown of the address beside its own page. */
  readonly place: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly disabledReason: WebhookDisabledReason | null;
  readonly disabledAt: string | null;
  /** Since when every attempt failed; null when the last one worked or there was none. */
  readonly failingSince: string | null;
  /** Until when a replaced secret signs as well; null when none does. */
  readonly previousEndsAt: string | null;
  readonly createdAt: string;
};

/** One line of an endpoint's delivery log. */
export type DeliveryView = {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  /** HTTP status of the last attempt; null when no answer came, or there was no attempt. */
  readonly lastStatus: number | null;
  readonly createdAt: string;
  /** Null when none follows. */
  readonly nextAttemptAt: string | null;
};

/** One call of the endpoint. */
export type AttemptView = {
  readonly number: number;
  readonly at: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: number | null;
  readonly body: string;
  readonly error: string;
};

/** A delivery with what was sent and what came back. */
export type DeliveryDetails = DeliveryView & {
  readonly endpoint: EndpointView;
  /** The body as it is posted. */
  readonly payload: string;
  /** The newest first. */
  readonly log: readonly AttemptView[];
};

/** The public side of an endpoint's row. @param now by the database's clock */
export function endpointView(row: WebhookEndpoint, now: Date): EndpointView {
  const { previousEndsAt } = row;
  const signsStill = previousEndsAt !== null && previousEndsAt > now;
  return {
    id: row.id,
    environment: row.environment,
    url: row.url,
    place: placeOf(row.url),
    description: row.description,
    events: row.events,
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    previousEndsAt: signsStill ? previousEndsAt.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
  };
}
