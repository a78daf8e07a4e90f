import { describe, expect, test } from 'vitest';
import { permissions } from '#lib/keys/scopes';
import { parseRanges } from './address.ts';
import {
  authorize,
  type CallFacts,
  type Counters,
  type Decision,
  identify,
  tighter,
} from './decide.ts';
import type { Snapshot } from './snapshot.ts';

const NOW = 1_800_000_000_000;
const RESET = NOW / 1000 + 30;

const dimensions = {
  state: ['active', 'retiring', 'expired', 'expires_now', 'revoked', 'revoked_and_expired'],
  listener: ['own', 'other', 'any'],
  address: ['any', 'inside', 'outside', 'nothing_allowed'],
  organization: ['active', 'inactive'],
  rate: ['room', 'last', 'over', 'own_over', 'own_room'],
  grant: ['none_needed', 'held', 'missing'],
} as const;

type Case = { [Name in keyof typeof dimensions]: (typeof dimensions)[Name][number] };

/** Every combination of the dimensions. */
function everyCase(): Case[] {
  const partial = Object.entries(dimensions).reduce<Record<string, string>[]>(
    (cases, [name, values]) =>
      cases.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return partial as Case[];
}

/** The contract's order of checks, written down a second time and in another form. */
function expected(one: Case): string {
  if (one.state.startsWith('revoked')) return 'state api_key_revoked';
  if (one.state.startsWith('expire')) return 'state api_key_expired';
  if (one.listener === 'other') return 'state api_key_wrong_environment';
  if (one.address === 'outside' || one.address === 'nothing_allowed')
    return 'address ip_not_allowed';
  if (one.organization === 'inactive') return 'organization organization_inactive';
  if (one.rate === 'over' || one.rate === 'own_over') return 'rate_limit rate_limit_exceeded';
  if (one.grant === 'missing') return 'permission insufficient_permissions';
  return 'admit';
}

function snapshotOf(one: Case): Snapshot {
  const ends: Partial<Record<Case['state'], number>> = {
    retiring: NOW + 1,
    expired: NOW - 1,
    expires_now: NOW,
    revoked_and_expired: NOW - 1,
  };
  const allowlists = {
    any: null,
    inside: parseRanges(['203.0.113.0/24']),
    outside: parseRanges(['198.51.100.0/24', '2001:db8::/32']),
    nothing_allowed: [],
  };
  return {
    key: {
      id: 'key_1',
      organizationId: 'org_1',
      environment: 'live',
      name: 'Backend',
      permissions: one.grant === 'missing' ? permissions.slice(1) : permissions,
      allowlist: allowlists[one.address],
      rateLimit: one.rate.startsWith('own') ? 5 : null,
      endsAt: ends[one.state] ?? null,
      retiring: one.state === 'retiring',
      revokedAt: one.state.startsWith('revoked') ? NOW - 5 : null,
      pepperVersion: 1,
    },
    organization: {
      id: 'org_1',
      name: 'Acme',
      plan: 'pro',
      status: one.organization,
      limits: { requestsPerMinute: 10, concurrentSessions: 1, creditsPerPeriod: 1 },
    },
    account: { id: 'acct_1', sequence: 1, balance: 1, used: 0, periodEnd: NOW + 1 },
  };
}

function countersOf(one: Case): Counters {
  const counts = { room: 1, last: 10, over: 11, own_over: 3, own_room: 3 };
  const own = { own_over: 6, own_room: 5 };
  return {
    organization: { limit: 10, count: counts[one.rate] },
    key:
      one.rate === 'own_over' || one.rate === 'own_room'
        ? { limit: 5, count: own[one.rate] }
        : null,
    resetAt: RESET,
  };
}

function factsOf(one: Case): CallFacts {
  return {
    listener: one.listener === 'any' ? 'any' : one.listener === 'own' ? 'live' : 'test',
    ip: '203.0.113.7',
    permission: one.grant === 'none_needed' ? null : 'sessions:read',
    addresses: { live: 'https://api.example.com', test: 'https://test.example.com' },
  };
}

/** Both halves as the judge runs them: it counts the call in between, once the first has let it in. */
function decisionOf(one: Case, now = NOW): Decision {
  const snapshot = snapshotOf(one);
  const facts = factsOf(one);
  const identified = identify(snapshot, facts, now);
  if (identified.kind === 'refusal') return identified;
  return authorize(snapshot, facts, countersOf(one), now);
}

const summary = (decision: Decision) =>
  decision.kind === 'admit' ? 'admit' : `${decision.check} ${decision.code}`;

test('every combination of key state, listener, address, organization, rate and permission', () => {
  const cases = everyCase();
  expect(cases).toHaveLength(6 * 3 * 4 * 2 * 5 * 3);
  for (const one of cases) {
    expect({ one, got: summary(decisionOf(one)) }).toEqual({ one, got: expected(one) });
  }
});

const good: Case = {
  state: 'active',
  listener: 'own',
  address: 'any',
  organization: 'active',
  rate: 'room',
  grant: 'held',
};

describe('what a refusal says', () => {
  test('a key on the wrong listener learns its own address', () => {
    expect(decisionOf({ ...good, listener: 'other' })).toMatchObject({
      message:
        'This API key belongs to the live environment. Send its calls to https://api.example.com.',
    });
  });

  test('a rate limit names the seconds to wait', () => {
    expect(decisionOf({ ...good, rate: 'over' })).toMatchObject({
      message: 'Too many requests. Try again in 30 seconds.',
      retryAfter: 30,
    });
  });

  test('a wait of less than a second is a second', () => {
    expect(decisionOf({ ...good, rate: 'over' }, RESET * 1000 - 1)).toMatchObject({
      message: 'Too many requests. Try again in 1 second.',
      retryAfter: 1,
    });
  });

  test('a missing permission is named', () => {
    expect(decisionOf({ ...good, grant: 'missing' })).toMatchObject({
      message: 'The API key lacks the permission sessions:read.',
    });
  });
});

test('the headers show whichever limit has less left', () => {
  const organization = { limit: 10, count: 9 };
  expect(tighter({ organization, key: { limit: 5, count: 1 }, resetAt: 0 })).toBe(organization);
  const key = { limit: 2, count: 2 };
  expect(tighter({ organization, key, resetAt: 0 })).toBe(key);
});
