import { type ErrorCode, errorEntry } from '#lib/errors';
import type { Check } from '#lib/gate/checks';
import type { Counters } from '#lib/gate/decide';
import type { Decided } from '#lib/gate/recording/sheet';
import type { Facts } from '#lib/usage/facts';
import type { DemoKey } from './cast.ts';
import type { DemoCall } from './traffic.ts';

/** Requests a minute of the demo organization: little enough to be felt. */
export const DEMO_LIMIT = 60;

type Verdict = { readonly check: Check; readonly code: ErrorCode; readonly facts: Facts };

/** The windows of the demo's minutes, counted as the gate counts. */
export class Windows {
  #minute = -1;
  #organization = 0;
  readonly #keys = new Map<string, number>();

  count(key: DemoKey, at: number): Counters {
    const minute = Math.floor(at / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#organization = 0;
      this.#keys.clear();
    }
    const own = (this.#keys.get(key.name) ?? 0) + 1;
    this.#keys.set(key.name, own);
    if (key.rateLimit === null || own <= key.rateLimit) this.#organization++;
    return {
      organization: { limit: DEMO_LIMIT, count: this.#organization },
      key: key.rateLimit === null ? null : { limit: key.rateLimit, count: own },
      resetAt: (minute + 1) * 60,
    };
  }
}

export type DemoDecision = { readonly decided: Decided; readonly facts: Facts | null };

/**
 * What the gate would have said to a call.
 * @param balance credits before it
 */
export function decideDemo(call: DemoCall, counters: Counters, balance: number): DemoDecision {
  const { route } = call;
  const verdict = verdictOf(call, counters, balance);
  const created = route.method === 'POST' && route.credits > 0;
  const replayed = verdict === null && call.repeated;
  const decided: Decided = {
    // Recording looks at its method and path only.
    route,
    method: route.method,
    status: verdict === null ? (created ? 201 : 200) : errorEntry(verdict.code).status,
    code: verdict?.code ?? null,
    check: verdict?.check ?? null,
    at: call.at,
    microseconds: verdict === null || call.away ? call.microseconds : call.microseconds / 4,
    charged: verdict === null && !replayed ? route.credits : 0,
    replayed,
    counters,
  };
  const facts = verdict?.facts ?? null;
  return { decided: { ...decided, microseconds: Math.round(decided.microseconds) }, facts };
}

function verdictOf({ key, route, faulty, away }: DemoCall, counters: Counters, balance: number) {
  const refuse = (check: Check, code: ErrorCode, facts: Facts = {}): Verdict => ({
    check,
    code,
    facts,
  });
  const { organization, key: own } = counters;
  const { permission } = route;
  if (away) return refuse('effect', 'service_unavailable');
  if (organization.count > organization.limit || (own !== null && own.count > own.limit)) {
    return refuse('rate_limit', 'rate_limit_exceeded', counters);
  }
  if (permission !== null && !key.permissions.includes(permission)) {
    const facts = { needed: permission, held: key.permissions };
    return refuse('permission', 'insufficient_permissions', facts);
  }
  if (faulty && route.credits > 0) return refuse('body', 'invalid_request', { param: 'mode' });
  if (faulty && permission !== null) return refuse('effect', 'session_not_found');
  if (balance < route.credits) {
    return refuse('credits', 'insufficient_api_credits', { balance });
  }
  return null;
}
