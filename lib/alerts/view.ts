import { type EndpointState, stateOf } from '#lib/alerts/channel-destination';
import { type KindEvidence, parseEvidence, parseResolution } from '#lib/alerts/evidence';
import type { Recipient, Standing } from '#lib/alerts/recipients';
import { type KindSettings, parseSettings } from '#lib/alerts/settings';
import { resolutionWords, type Words, wordsOf } from '#lib/alerts/words';
import type { Alert, AlertChannel, AlertRule, WebhookEndpoint } from '#lib/db/generated/client';
import type {
  AlertChannelKind,
  AlertDeliveryEvent,
  AlertDeliveryStatus,
  AlertKind,
  Environment,
} from '#lib/db/generated/enums';
import { placeOf } from '#lib/webhooks/label';

/** A rule as pages show it; times are ISO 8601. */
export type RuleView = {
  readonly id: string;
  readonly environment: Environment;
  readonly kind: AlertKind;
  readonly name: string;
  readonly enabled: boolean;
  /** Null when what is stored has another shape. */
  readonly rule: KindSettings | null;
  /** Empty means every channel. */
  readonly channelIds: readonly string[];
  /** Null when it is not snoozed now. */
  readonly snoozedUntil: string | null;
  /** Alerts of it that fire now. */
  readonly firing: number;
};

/** An alert as pages show it; times are ISO 8601. */
export type AlertView = {
  readonly id: string;
  readonly environment: Environment;
  readonly kind: AlertKind;
  readonly rule: {
    readonly id: string;
    readonly name: string;
    readonly snoozedUntil: string | null;
  };
  /** The key that it is about, if it is about one. */
  readonly key: { readonly id: string; readonly name: string } | null;
  readonly words: Words;
  /** Null when what is stored has another shape. */
  readonly seen: KindEvidence | null;
  readonly firedAt: string;
  readonly resolvedAt: string | null;
  /** Why it is over; null while it fires. */
  readonly resolution: string | null;
};

/** A webhook endpoint that is still there. */
type EndpointRef = {
  readonly id: string;
  readonly environment: Environment;
  readonly description: string;
  /** Host and path. */
  readonly place: string;
};

/** A channel; what only those who manage alerts may see is null for others. */
export type ChannelView = {
  readonly id: string;
  readonly kind: AlertChannelKind;
  readonly name: string;
  readonly enabled: boolean;
  /** The environment whose alerts alone it takes; null for both. */
  readonly environment: Environment | null;
  /** Whether its webhook endpoint takes events; null for other kinds. */
  readonly endpointState: EndpointState | null;
  readonly details: {
    /** Empty means the owners and admins of the moment. */
    readonly recipients: readonly string[];
    /** Those, or of the owners and admins, that get nothing before their owner has confirmed. */
    readonly waiting: readonly string[];
    /** Those whose owners want no more. */
    readonly withdrawn: readonly string[];
    /** Host and end of a Slack webhook's address; empty for other kinds. */
    readonly urlHint: string;
    /** Null for other kinds, and when it was removed. */
    readonly endpoint: EndpointRef | null;
  } | null;
};

/** One message to one channel; times are ISO 8601. */
export type DeliveryView = {
  readonly id: string;
  readonly channel: string;
  readonly channelKind: AlertChannelKind;
  /** The webhook endpoint it was handed to, whose log goes on; null for other kinds, and when it was removed. */
  readonly endpoint: EndpointRef | null;
  /** Null for a test. */
  readonly alert: { readonly id: string; readonly title: string } | null;
  readonly event: AlertDeliveryEvent;
  readonly status: AlertDeliveryStatus;
  readonly attempts: number;
  readonly note: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
  /** When it is tried again; null when it is settled. */
  readonly nextAttemptAt: string | null;
};

/** The public side of a rule's row at `now` (the database's clock). */
export function ruleView(row: AlertRule, firing: number, now: Date): RuleView {
  return {
    id: row.id,
    environment: row.environment,
    kind: row.kind,
    name: row.name,
    enabled: row.enabled,
    rule: parseSettings(row.kind, row.settings),
    channelIds: row.channelIds,
    snoozedUntil: snoozeOf(row, now),
    firing,
  };
}

/** The public side of an alert's row at `now`; `keys` are names of keys by id. */
export function alertView(
  row: Alert & { readonly rule: AlertRule },
  keys: ReadonlyMap<string, string>,
  now: Date,
): AlertView {
  const name = keys.get(row.subject);
  const { rule } = row;
  const seen = parseEvidence(row.kind, row.evidence);
  return {
    id: row.id,
    environment: row.environment,
    kind: row.kind,
    rule: { id: rule.id, name: rule.name, snoozedUntil: snoozeOf(rule, now) },
    key: name === undefined ? null : { id: row.subject, name },
    words:
      seen === null
        ? { title: rule.name, lines: [] }
        : wordsOf(seen, name ?? null, row.firedAt.toISOString()),
    seen,
    firedAt: row.firedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolution: row.resolvedAt === null ? null : resolutionWords(parseResolution(row.resolution)),
  };
}

/** The public side of a channel; `full` for those who manage alerts, `all` the addresses of every channel. */
export function channelView(
  row: AlertChannel & { readonly endpoint: WebhookEndpoint | null },
  full: boolean,
  all: readonly Recipient[],
): ChannelView {
  const { id, kind, name, enabled, recipients, urlHint } = row;
  const endpointState = kind === 'webhook' ? stateOf(row.endpoint) : null;
  const environment = row.endpoint?.environment ?? null;
  const shown = { id, kind, name, enabled, environment, endpointState };
  if (!full) return { ...shown, details: null };
  const own = all.filter(({ channel }) => channel === id);
  const those = (wanted: Standing) =>
    own.filter(({ standing }) => standing === wanted).map(({ email }) => email);
  const [waiting, withdrawn] = [those('waiting'), those('withdrawn')];
  const endpoint = endpointRef(row.endpoint);
  return { ...shown, details: { recipients, waiting, withdrawn, urlHint, endpoint } };
}

/** What leads to an endpoint; null when it is not there any more. */
export function endpointRef(row: WebhookEndpoint | null): EndpointRef | null {
  if (row === null || row.deletedAt !== null) return null;
  const { id, environment, description, url } = row;
  return { id, environment, description, place: placeOf(url) };
}

function snoozeOf(row: AlertRule, now: Date): string | null {
  const until = row.snoozedUntil;
  return until !== null && until > now ? until.toISOString() : null;
}
