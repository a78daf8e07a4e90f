/** Enough of a key to name it and lead to it. */
export type KeyRef = { readonly id: string; readonly name: string };

/** Keys with one thing in common: how many, and the most urgent of them. */
export type KeyGroup<Key extends KeyRef = KeyRef> = {
  readonly count: number;
  readonly first: Key | null;
};

/** A webhook endpoint that the worker switched off: it answered 410, or only failed for five days. */
export type LostEndpoint = {
  readonly id: string;
  /** What people know it by. */
  readonly name: string;
  readonly reason: 'gone' | 'failing';
  readonly at: string;
};

/** What the overview knows; times are ISO 8601. */
export type Situation = {
  readonly organizationActive: boolean;
  readonly credits: {
    readonly balance: number;
    /** Credits that a new period brings. */
    readonly perPeriod: number;
    readonly nextRefillAt: string;
  };
  /** The newest first. */
  readonly lostEndpoints: readonly LostEndpoint[];
  /** Working keys that end within 30 days, the next one first. */
  readonly expiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  /** Replaced keys that still work, the next to end first. */
  readonly retiring: KeyGroup<KeyRef & { readonly endsAt: string }>;
  /** Working keys older than a week that nobody has called with, the oldest first. */
  readonly neverUsed: KeyGroup;
  /** Working keys that have been silent for 90 days, the longest first. */
  readonly idle: KeyGroup;
  /** Keys in use that carry permissions nobody needed for 30 days, the oldest first. */
  readonly overScoped: KeyGroup;
  /** Working keys that never expire, the oldest first. */
  readonly withoutExpiry: KeyGroup;
};

/** Keys that come to an end: by expiry, or because another one replaces them. */
export type EndingKeys = {
  readonly kind: 'keys_expiring' | 'keys_retiring';
  readonly count: number;
  readonly first: KeyRef & { readonly endsAt: string };
};

/** Keys that are there for nothing, for ever, or for too much. */
export type IdleKeys = {
  readonly kind: 'keys_never_used' | 'keys_without_expiry' | 'keys_idle' | 'keys_over_scoped';
  readonly count: number;
  readonly first: KeyRef;
};

export type Attention =
  | { readonly kind: 'organization_inactive' }
  | { readonly kind: 'credits_exhausted'; readonly nextRefillAt: string }
  | { readonly kind: 'credits_low'; readonly balance: number; readonly nextRefillAt: string }
  | { readonly kind: 'endpoints_lost'; readonly count: number; readonly first: LostEndpoint }
  | EndingKeys
  | IdleKeys;

/** Credits are low at a tenth of what a period brings. */
const LOW_SHARE = 0.1;

/** What somebody should look at, the most urgent first: outages, then what will become one, then hygiene. */
export function attentionFor(situation: Situation): readonly Attention[] {
  const { credits, expiring, retiring, lostEndpoints } = situation;
  const { balance, nextRefillAt } = credits;
  const found: Attention[] = [];
  if (!situation.organizationActive) found.push({ kind: 'organization_inactive' });
  if (balance <= 0) found.push({ kind: 'credits_exhausted', nextRefillAt });
  else if (balance <= credits.perPeriod * LOW_SHARE) {
    found.push({ kind: 'credits_low', balance, nextRefillAt });
  }
  const [lost] = lostEndpoints;
  if (lost) found.push({ kind: 'endpoints_lost', count: lostEndpoints.length, first: lost });
  if (expiring.first) {
    found.push({ kind: 'keys_expiring', count: expiring.count, first: expiring.first });
  }
  if (retiring.first) {
    found.push({ kind: 'keys_retiring', count: retiring.count, first: retiring.first });
  }
  return [...found, ...hygiene(situation)];
}

function hygiene(situation: Situation): IdleKeys[] {
  const { withoutExpiry, overScoped, idle, neverUsed } = situation;
  const groups = [
    { kind: 'keys_without_expiry', group: withoutExpiry },
    { kind: 'keys_over_scoped', group: overScoped },
    { kind: 'keys_idle', group: idle },
    { kind: 'keys_never_used', group: neverUsed },
  ] as const;
  return groups.flatMap(({ kind, group: { count, first } }) =>
    first === null ? [] : [{ kind, count, first }],
  );
}

/** The kinds of alert that say the same as an item, and say it better. */
const ALERTED_BY: Readonly<Partial<Record<Attention['kind'], readonly string[]>>> = {
  credits_exhausted: ['credits_exhausted'],
  credits_low: ['credits_low'],
  keys_expiring: ['key_expiring'],
};

/** The items that no firing alert tells of already. */
export function notAlerted(
  items: readonly Attention[],
  alerts: readonly { readonly kind: string }[],
): readonly Attention[] {
  const told = new Set(alerts.map(({ kind }) => kind));
  return items.filter(({ kind }) => !ALERTED_BY[kind]?.some((alert) => told.has(alert)));
}
