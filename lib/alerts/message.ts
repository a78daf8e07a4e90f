import { parseEvidence, parseResolution } from '#lib/alerts/evidence';
import { resolutionWords, wordsOf } from '#lib/alerts/words';
import { brand } from '#lib/brand';
import type { AlertDeliveryEvent, AlertKind, Environment } from '#lib/db/generated/enums';
import { inert } from '#lib/text';
import { inUtc } from '#lib/time-format';

/**
 * What every channel says, each in its own form. Plain text: a channel escapes what it must. Title and
 * lines hold names that people gave, so they are inert: only `link` leads anywhere.
 */
export type Message = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: { readonly label: string; readonly url: string };
};

/** What a message is made of; times are ISO 8601. */
export type MessageFacts = {
  readonly event: AlertDeliveryEvent;
  readonly organization: string;
  readonly channel: string;
  /** Null for a test. */
  readonly alert: {
    readonly id: string;
    readonly kind: AlertKind;
    readonly environment: Environment;
    readonly rule: string;
    readonly keyName: string | null;
    readonly evidence: unknown;
    readonly resolution: unknown;
    readonly firedAt: string;
    readonly resolvedAt: string | null;
  } | null;
};

const prefixes = { firing: '', reminder: 'Reminder: ', resolved: 'Resolved: ', test: '' } as const;

/** The one text of a delivery. @param portalUrl the portal's origin. */
export function messageOf(facts: MessageFacts, portalUrl: string): Message {
  const { title, lines, link } = written(facts, portalUrl);
  return { title: inert(title), lines: lines.map(inert), link };
}

function written(facts: MessageFacts, portalUrl: string): Message {
  const { alert, event, organization, channel } = facts;
  if (alert === null) {
    return {
      title: `Test of the channel “${channel}”`,
      lines: [
        `${organization} sends its alerts of the ${brand.name} here.`,
        'This is a test; nothing has happened.',
      ],
      link: { label: 'Alerts', url: `${portalUrl}/live/alerts` },
    };
  }
  const seen = parseEvidence(alert.kind, alert.evidence);
  const words = seen && wordsOf(seen, alert.keyName, alert.firedAt);
  const over =
    event === 'resolved'
      ? [
          resolutionWords(parseResolution(alert.resolution)),
          `Over since ${alert.resolvedAt ?? ''}.`,
        ]
      : [];
  const facing = event === 'resolved' ? [] : (words?.lines ?? []);
  return {
    title: `${prefixes[event]}${words?.title ?? alert.rule}`,
    lines: [
      ...over,
      ...facing,
      `${organization}, ${alert.environment} environment. Rule “${alert.rule}”, fired ${alert.firedAt}.`,
    ].map(inUtc),
    link: {
      label: 'Open the alert',
      url: `${portalUrl}/${alert.environment}/alerts/${alert.id}`,
    },
  };
}
