import type { EvidenceOf, KindEvidence, Resolution, Sign } from '#lib/alerts/evidence';

/** What an alert says, without a name of its place. It tells what was at a time, so it is true whenever it is read. */
export type Words = {
  /** One line, without a full stop and without moments. */
  readonly title: string;
  /** What was seen and when, what it means; whole sentences. Moments are ISO 8601, for each reader's zone. */
  readonly lines: readonly string[];
};

/**
 * The words of an alert's evidence.
 * @param keyName the name of the key that it is about, if any
 * @param firedAt ISO; when it was seen, for evidence that does not say so itself
 */
export function wordsOf(seen: KindEvidence, keyName: string | null, firedAt: string): Words {
  const key = keyName === null ? 'a key' : `key “${keyName}”`;
  const at = seen.evidence.at ?? firedAt;
  switch (seen.kind) {
    case 'credits_low':
      return lowWords(seen.evidence, at);
    case 'credits_exhausted':
      return {
        title: 'Credits ran out',
        lines: [
          `At ${at} the balance was 0 credits.`,
          'At 0, billable calls are refused with 402 until credits are added or the next period begins; all else works.',
        ],
      };
    case 'rate_limit_pressure':
      return pressureWords(seen.evidence, keyName, at);
    case 'refused_calls':
      return refusedWords(seen.evidence, at);
    case 'unusual_activity':
      return {
        title: `Unusual activity of ${key}`,
        lines: [
          ...seen.evidence.signs.map(signLine),
          'If this was not you, revoke the key; if it was, there is nothing to do.',
        ],
      };
    case 'key_expiring': {
      const { daysLeft, expiresAt } = seen.evidence;
      return {
        title: `${capital(key)}: ${plural(daysLeft, 'day')} left`,
        lines: [
          `At ${at} it was set to end at ${expiresAt}; from then on calls with it are refused with 401.`,
          'Rotate a key to get a successor with the same rights while both work.',
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
  rule_changed: 'The rule’s threshold was changed, and what was seen is no longer beyond it.',
};

/** Why an alert is over, in one or two sentences. */
export function resolutionWords(resolution: Resolution | null): string {
  if (resolution === null) return 'It is over.';
  const { why, balance } = resolution;
  const now = balance === undefined ? '' : ` The balance was ${plural(balance, 'credit')} then.`;
  return `${reasons[why]}${now}`;
}

function lowWords(evidence: EvidenceOf<'credits_low'>, at: string): Words {
  const { balance, border, perPeriod, measure, hoursLeft } = evidence;
  const consequence = 'At 0, billable calls are refused with 402.';
  if (measure === 'hours_left') {
    const left = duration(hoursLeft ?? 0);
    return {
      title: `Credits left for ${left}`,
      lines: [
        `At ${at}, ${plural(balance, 'credit')} were left. At the pace of the 24 hours before, they would be used up in ${left}, before the next refill; the rule’s threshold was ${plural(border, 'hour')}.`,
        consequence,
      ],
    };
  }
  const share = measure === 'percent' ? ` of the ${count(perPeriod)} that a period brought` : '';
  return {
    title: `${plural(balance, 'credit')} left`,
    lines: [
      `At ${at} the balance was ${plural(balance, 'credit')}${share}; the rule’s threshold was ${plural(border, 'credit')}.`,
      consequence,
    ],
  };
}

function pressureWords(
  evidence: EvidenceOf<'rate_limit_pressure'>,
  keyName: string | null,
  at: string,
): Words {
  const { percent, peak, limit, minutes, within, border, busiestKey } = evidence;
  const whose = keyName === null ? 'the rate limit' : `the own rate limit of key “${keyName}”`;
  const busiest = busiestKey ? [`Most of the calls came with key “${busiestKey.name}”.`] : [];
  return {
    title: `Calls used ${count(percent)} % of ${whose}`,
    lines: [
      `Of the ${plural(within, 'minute')} before ${at}, ${count(minutes)} ${minutes === 1 ? 'was' : 'were'} at ${border} % or more; the fullest saw ${plural(peak, 'call')}, and the limit was ${count(limit)} a minute then.`,
      ...busiest,
      'Calls above a limit are refused with 429 until their minute is over.',
    ],
  };
}

function refusedWords(evidence: EvidenceOf<'refused_calls'>, at: string): Words {
  const { refused, calls, percent, within, codes, busiestKey } = evidence;
  const list = codes.map(({ code, calls: n }) => `${code} (${count(n)})`).join(', ');
  const busiest = busiestKey ? [`Most of them came with key “${busiestKey.name}”.`] : [];
  return {
    title: `${percent} % of calls were refused`,
    lines: [
      `In the ${plural(within, 'minute')} before ${at}, ${count(refused)} of ${plural(calls, 'call')} were refused${list === '' ? '' : `: ${list}`}.`,
      ...busiest,
    ],
  };
}

function signLine(sign: Sign): string {
  const { at } = sign;
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
  const about =
    hours < 72 ? plural(Math.floor(hours), 'hour') : plural(Math.floor(hours / 24), 'day');
  return `about ${about}`;
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
