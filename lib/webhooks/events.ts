import type { AlertKind } from '#lib/db/generated/enums';

/** The types of events that an endpoint can ask for, and when each happens. Source: the /v1 contract, "Webhooks". */
export const webhookEvents = {
  'session.created': 'A session was created.',
  'session.started': 'A session’s first stream was opened.',
  'session.ended': 'A session ended, by a call or by itself.',
  'transcript.ready': 'A session with at least one turn ended, so its transcript is whole.',
  'recording.ready': 'A recording can be fetched.',
  'recording.failed': 'A recording could not be kept.',
  'analysis.complete': 'An analysis is done.',
  'analysis.failed': 'An analysis could not be done.',
  'api_key.created': 'An API key was made.',
  'api_key.rotated': 'An API key got its successor, which the event shows.',
  'api_key.revoked': 'An API key was revoked.',
  'api_key.exposed': 'An API key was revoked because it is compromised.',
  'api_key.expiring': 'An API key is about to expire.',
  'api_key.expiring.resolved':
    'An API key that was about to expire was rotated, extended or revoked.',
  'credits.low': 'Credits run low.',
  'credits.low.resolved': 'Credits are no longer low.',
  'credits.exhausted': 'There are no credits left.',
  'credits.exhausted.resolved': 'There are credits again.',
  'rate_limit.pressure': 'Traffic comes close to the rate limit.',
  'rate_limit.pressure.resolved': 'Traffic is clear of the rate limit again.',
  'calls.refused': 'A large share of the calls is refused.',
  'calls.refused.resolved': 'Few calls are refused again.',
  'api_key.unusual_activity': 'An API key is used in a way that it was not before.',
  'api_key.unusual_activity.resolved': 'Nothing unusual was seen of an API key for 24 hours.',
} as const;

export type WebhookEventType = keyof typeof webhookEvents;

/** Types whose end is an event of its own. */
type AlertEventType = {
  [Type in WebhookEventType]: `${Type}.resolved` extends WebhookEventType ? Type : never;
}[WebhookEventType];

/** The type of event by which each kind of alert is told; the database has it as `webhook_alert_type`. */
export const alertEventTypes: Readonly<Record<AlertKind, AlertEventType>> = {
  credits_low: 'credits.low',
  credits_exhausted: 'credits.exhausted',
  rate_limit_pressure: 'rate_limit.pressure',
  refused_calls: 'calls.refused',
  unusual_activity: 'api_key.unusual_activity',
  key_expiring: 'api_key.expiring',
};

/** Every type that can be asked for. */
export const webhookEventTypes = Object.keys(webhookEvents) as [
  WebhookEventType,
  ...WebhookEventType[],
];

/** The version of the API whose shapes `data` has. */
export const API_VERSION = 'v1';

/** The type of an event that is made by hand to try an endpoint; none can ask for it, every one takes it. */
export const TEST_EVENT = 'webhook.test';

/** The `data` of a test event. */
export function testData(endpointId: string) {
  return {
    object: 'webhook_test',
    webhook_id: endpointId,
    message: 'Nothing happened: this is a test.',
  };
}
