import type { KindSettings, SettingsOf } from '#lib/alerts/settings';
import type { AlertView } from '#lib/alerts/view';
import type {
  AlertChannelKind,
  AlertDeliveryEvent,
  AlertKind,
  Environment,
} from '#lib/db/generated/enums';

/** What people call a kind of rule, and what it is for. */
export const kindTexts: Readonly<Record<AlertKind, { name: string; purpose: string }>> = {
  credits_low: { name: 'Credits low', purpose: 'Tells you before the credits run out.' },
  credits_exhausted: { name: 'Credits exhausted', purpose: 'Tells you at exactly 0 credits.' },
  rate_limit_pressure: {
    name: 'Rate limit under pressure',
    purpose: 'Tells you when calls come near a limit, before many are refused.',
  },
  refused_calls: {
    name: 'Many refused calls',
    purpose: 'Tells you when a share of the calls is refused with 401, 402, 403 or 429.',
  },
  unusual_activity: {
    name: 'Unusual activity of a key',
    purpose: 'Tells you when a key is used in a way that it was not before.',
  },
  key_expiring: {
    name: 'Key about to expire',
    purpose: 'Tells you some days before a key ends, several times if you like.',
  },
};

/** The kinds in the order in which they are offered. */
export const kinds = Object.keys(kindTexts) as AlertKind[];

export const channelKindTexts: Readonly<Record<AlertChannelKind, string>> = {
  email: 'E-mail',
  slack: 'Slack webhook',
  webhook: 'Webhook endpoint',
};

export const eventTexts: Readonly<Record<AlertDeliveryEvent, string>> = {
  firing: 'Firing',
  reminder: 'Reminder',
  resolved: 'Resolved',
  test: 'Test',
};

/** When a rule fires, as half a sentence. */
export function conditionOf(rule: KindSettings | null): string {
  if (rule === null) return 'Its settings are damaged: edit and save it.';
  switch (rule.kind) {
    case 'credits_low':
      return lowCondition(rule.settings);
    case 'credits_exhausted':
      return 'at exactly 0 credits';
    case 'rate_limit_pressure':
      return `${rule.settings.percent} % of a limit or more in ${rule.settings.minutes} of the last ${rule.settings.within} minutes`;
    case 'refused_calls':
      return `${count(rule.settings.calls)} refused calls and ${rule.settings.percent} % of all in the last ${rule.settings.within} minutes`;
    case 'unusual_activity':
      return unusualCondition(rule.settings);
    case 'key_expiring':
      return daysCondition(rule.settings);
  }
}

/** Where to go to end an alert: the first is the main one. */
export function remediesOf(
  alert: Pick<AlertView, 'kind' | 'key' | 'seen'>,
  environment: Environment,
): { label: string; href: string }[] {
  const base = `/${environment}`;
  const key = alert.key === null ? null : `${base}/keys/${alert.key.id}`;
  switch (alert.kind) {
    case 'credits_low':
    case 'credits_exhausted':
      return [{ label: 'Get more credits', href: `${base}/credits` }];
    case 'rate_limit_pressure':
      return key === null
        ? [{ label: 'See the limits', href: `${base}/limits` }]
        : [
            { label: 'Change its limit', href: `${key}/edit` },
            { label: 'See the limits', href: `${base}/limits` },
          ];
    case 'refused_calls':
      return refusedRemedies(alert, base);
    case 'unusual_activity':
      return key === null
        ? [{ label: 'See the keys', href: `${base}/keys` }]
        : [
            { label: 'Look at the key', href: key },
            { label: 'Rotate it', href: `${key}/rotate` },
            { label: 'Revoke it', href: `${key}/revoke` },
          ];
    case 'key_expiring':
      return key === null
        ? [{ label: 'See the keys', href: `${base}/keys` }]
        : [
            { label: 'Rotate the key', href: `${key}/rotate` },
            { label: 'Look at it', href: key },
          ];
  }
}

/** The commonest refusal says where to mend it. */
function refusedRemedies({ seen }: Pick<AlertView, 'seen'>, base: string) {
  if (seen?.kind !== 'refused_calls') return [{ label: 'See the keys', href: `${base}/keys` }];
  const { codes, busiestKey } = seen.evidence;
  const key = busiestKey && { label: 'Look at the key', href: `${base}/keys/${busiestKey.id}` };
  const code = codes[0]?.code;
  const place =
    code === 'insufficient_api_credits'
      ? { label: 'Get more credits', href: `${base}/credits` }
      : code === 'rate_limit_exceeded'
        ? { label: 'See the limits', href: `${base}/limits` }
        : { label: 'See the keys', href: `${base}/keys` };
  return key === null ? [place] : [key, place];
}

function lowCondition({ measure, value }: SettingsOf<'credits_low'>): string {
  if (measure === 'absolute') return `at ${count(value)} credits or fewer`;
  if (measure === 'percent') return `at ${value} % of a period’s credits or less`;
  return `when they last ${count(value)} hours or less, at the pace of the last 24 hours`;
}

function daysCondition({ days }: SettingsOf<'key_expiring'>): string {
  const list = new Intl.ListFormat('en-GB').format(days.map(String));
  return `${list} ${days.length === 1 && days[0] === 1 ? 'day' : 'days'} before its end`;
}

function unusualCondition(settings: SettingsOf<'unusual_activity'>): string {
  const { newCaller, idleDays, burstFactor } = settings;
  const signs = [
    ...(newCaller ? ['a new address or client'] : []),
    ...(idleDays === null ? [] : [`a call after ${idleDays} idle days`]),
    ...(burstFactor === null ? [] : [`a burst of ${count(burstFactor)} times its usual pace`]),
  ];
  return signs.join(', or ');
}

function count(amount: number): string {
  return amount.toLocaleString('en-GB');
}
