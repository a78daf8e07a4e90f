import type { EvidenceOf, KindEvidence, Resolution, Sign } from '#lib/alerts/evidence';

/** What an alert says, without a name of its place. */
export type Words = {
  /** One line, without a full stop. */
  readonly title: string;
  /** What was seen, what it means; whole sentences. */
  readonly lines: readonly string[];
};

/** The words of an alert's evidence. `keyName` is the name of the key that it is about, if any. */
export function wordsOf(seen: KindEvidence, keyName: string | null): Words {
  const key = keyName === null ? 'a key' : `key “${keyName}”`;
  switch (seen.kind) {
    case 'credits_low':
      return lowWords(seen.evidence);
    case 'credits_exhausted':
      return {
        title: 'Credits are exhausted',
        lines: [
          'The balance is 0 credits.',
          'Billable calls are refused with 402 until credits are added or the next period begins; all else works.',
        ],
      };
    case 'rate_limit_pressure':
      return pressureWords(seen.evidence, keyName);
    case 'refused_calls':
      return refusedWords(seen.evidence);
    case 'unusual_activity':
      return {
        title: `Unusual activity of ${key}`,
        lines: [
          ...seen.evidence.signs.map(signLine),
          'If this is not you, revoke the key; if it is, there is nothing to do.',
        ],
      };
    case 'key_expiring': {
      const { daysLeft, expiresAt } = seen.evidence;
      return {
        title: `${capital(key)} expires in ${plural(daysLeft, 'day')}`,
        lines: [
          `It ends on ${utc(expiresAt)}; calls with it are refused with 401 from then on.`,
          'Rotate it to get a successor with the same rights while both work.',
        ],
      };
    }
  }
}

const reasons: Readonly<Record<Resolution['why'], string>> = {
  credits_back: 'Credits were added.',
  lasts_longer: 'At the present pace the credits last long enough again.',
  quiet: 'For 10 minutes no limit came near its end.',
  fewer_refused: 'Fewer calls are refused again.',
  no_further_sign: 'Nothing unusual was seen for 24 hours.',
  key_rotated: 'The key was rotated.',
  key_extended: 'The key ends later now.',
  key_revoked: 'The key was revoked.',
  key_expired: 'The key has expired: calls with it are refused.',
  rule_off: 'The rule was switched off.',
  rule_changed: 'The rule was changed and no longer applies.',
};

/** Why an alert is over, in one or two sentences. */
export function resolutionWords(resolution: Resolution | null): string {
  if (resolution === null) return 'It is over.';
  const { why, balance } = resolution;
  const now = balance === undefined ? '' : ` The balance was ${plural(balance, 'credit')} then.`;
  return `${reasons[why]}${now}`;
}

/** A moment in UTC, to the minute. */
export function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function lowWords(evidence: EvidenceOf<'credits_low'>): Words {
  const { balance, border, perPeriod, measure, hoursLeft } = evidence;
  const consequence = 'At 0, billable calls are refused with 402.';
  if (measure === 'hours_left') {
    const left = duration(hoursLeft ?? 0);
    return {
      title: `Credits last about ${left}`,
      lines: [
        `${plural(balance, 'credit')} are left. At the pace of the last 24 hours they are used up in ${left}, before the next refill; the rule’s border is ${plural(border, 'hour')}.`,
        consequence,
      ],
    };
  }
  const share = measure === 'percent' ? ` of the ${count(perPeriod)} that a period brings` : '';
  return {
    title: `${plural(balance, 'credit')} left`,
    lines: [
      `The balance is ${plural(balance, 'credit')}${share}; the rule’s border is ${plural(border, 'credit')}.`,
      consequence,
    ],
  };
}

function pressureWords(evidence: EvidenceOf<'rate_limit_pressure'>, keyName: string | null): Words {
  const { percent, peak, limit, minutes, within, border, busiestKey } = evidence;
  const whose = keyName === null ? 'the rate limit' : `the own rate limit of key “${keyName}”`;
  const busiest = busiestKey ? [`Most of the calls came with key “${busiestKey.name}”.`] : [];
  return {
    title: `Calls use ${count(percent)} % of ${whose}`,
    lines: [
      `${plural(minutes, 'minute')} of the last ${count(within)} were at ${border} % or more; the fullest saw ${plural(peak, 'call')} for a limit of ${count(limit)} a minute.`,
      ...busiest,
      'Calls above the limit are refused with 429 until their minute is over.',
    ],
  };
}

function refusedWords(evidence: EvidenceOf<'refused_calls'>): Words {
  const { refused, calls, percent, within, codes, busiestKey } = evidence;
  const list = codes.map(({ code, calls: n }) => `${code} (${count(n)})`).join(', ');
  const busiest = busiestKey ? [`Most of them came with key “${busiestKey.name}”.`] : [];
  return {
    title: `${percent} % of calls are refused`,
    lines: [
      `${count(refused)} of ${plural(calls, 'call')} in the last ${plural(within, 'minute')} were refused${list === '' ? '' : `: ${list}`}.`,
      ...busiest,
    ],
  };
}

function signLine(sign: Sign): string {
  const at = utc(sign.at);
  switch (sign.sign) {
    case 'new_caller': {
      const both = sign.newAddress && sign.newClient;
      const what = both ? 'address and client' : sign.newAddress ? 'address' : 'client';
      const client = sign.client === '' ? 'a client without a name' : sign.client;
      return `New ${what}: ${sign.ip} with ${client}, first seen ${at}.`;
    }
    case 'woke':
      return `Used again after ${plural(sign.idleDays, 'day')} without a call, at ${at}.`;
    case 'burst':
      return `A burst: ${plural(sign.calls, 'call')} in 10 minutes, where an hour of the last 7 days has ${count(sign.usualPerHour)} on average, at ${at}.`;
  }
}

function duration(hours: number): string {
  if (hours < 1) return 'less than an hour';
  return hours < 72 ? plural(Math.floor(hours), 'hour') : plural(Math.floor(hours / 24), 'day');
}

function plural(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
