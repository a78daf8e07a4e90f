import type { ListenEnvironment } from '#lib/env/listen';
import type { Permission } from '#lib/keys/scopes';
import { inRanges } from './address.ts';
import { type Refusal, refuse } from './call.ts';
import type { Snapshot } from './snapshot.ts';

/** What a call is judged by, beside its key. */
export type CallFacts = {
  /** What the listener serves. */
  readonly listener: ListenEnvironment;
  readonly ip: string;
  /** What the route needs; null when every valid key may call. */
  readonly permission: Permission | null;
  /** The public address of the gate for each environment, to name in a refusal. */
  readonly addresses: { readonly live: string; readonly test: string };
};

/** One limit and what was counted against it in the current window, this call included. */
export type Count = { readonly limit: number; readonly count: number };

export type Counters = {
  /** Per organization and environment. */
  readonly organization: Count;
  /** The key's own, when it has one. */
  readonly key: Count | null;
  /** Unix seconds at which the window ends. */
  readonly resetAt: number;
};

/** What of a snapshot decides. */
export type Judged = Pick<Snapshot, 'key' | 'organization'>;

export type Admission = { readonly kind: 'admit' };
export type Decision = Admission | Refusal;

const ADMIT: Admission = { kind: 'admit' };

/**
 * Checks 4 to 6: may this key be used here and now at all?
 * @param now epoch milliseconds by the database's clock
 */
export function identify(snapshot: Judged, facts: CallFacts, now: number): Decision {
  const { key, organization } = snapshot;
  if (key.revokedAt !== null) return refuse('state', 'api_key_revoked');
  if (key.endsAt !== null && key.endsAt <= now) return refuse('state', 'api_key_expired');
  if (facts.listener !== 'any' && facts.listener !== key.environment) {
    return refuse('state', 'api_key_wrong_environment', {
      message: wrongEnvironment(snapshot, facts),
    });
  }
  if (key.allowlist !== null && !inRanges(key.allowlist, facts.ip)) {
    return refuse('address', 'ip_not_allowed');
  }
  if (organization.status !== 'active') return refuse('organization', 'organization_inactive');
  return ADMIT;
}

/** Checks 7 and 8: is there room in the window, and does the key carry the permission? */
export function authorize(
  snapshot: Judged,
  facts: CallFacts,
  counters: Counters,
  now: number,
): Decision {
  if (isOver(counters.organization) || (counters.key !== null && isOver(counters.key))) {
    return tooMany(counters, now);
  }
  if (facts.permission !== null && !snapshot.key.permissions.includes(facts.permission)) {
    return refuse('permission', 'insufficient_permissions', {
      message: `The API key lacks the permission ${facts.permission}.`,
    });
  }
  return ADMIT;
}

/** The limit that has less left. */
export function tighter(counters: Counters): Count {
  const { organization, key } = counters;
  if (key === null) return organization;
  return remaining(key) <= remaining(organization) ? key : organization;
}

/** Calls left in the window, never below zero. */
export function remaining(count: Count): number {
  return Math.max(0, count.limit - count.count);
}

function isOver(count: Count): boolean {
  return count.count > count.limit;
}

function tooMany(counters: Counters, now: number): Refusal {
  const seconds = Math.max(1, Math.ceil(counters.resetAt - now / 1000));
  const unit = seconds === 1 ? 'second' : 'seconds';
  return refuse('rate_limit', 'rate_limit_exceeded', {
    message: `Too many requests. Try again in ${seconds} ${unit}.`,
    retryAfter: seconds,
  });
}

function wrongEnvironment(snapshot: Judged, facts: CallFacts): string {
  const own = snapshot.key.environment;
  const address = facts.addresses[own];
  const where = address === '' ? '' : ` Send its calls to ${address}.`;
  return `This API key belongs to the ${own} environment.${where}`;
}
