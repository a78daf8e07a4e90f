import type { RouteHead } from '#lib/api/route';
import { type Refusal, refuse } from './call.ts';
import { type Check, checks } from './checks.ts';
import { authorize, type CallFacts, type Counters, identify, type Judged } from './decide.ts';
import type { Router } from './router.ts';

/** One check of a call and what became of it. */
export type TraceStep = {
  readonly check: Check;
  readonly outcome: 'passed' | 'failed' | 'not_reached';
};

/** The checks of a call in their order, by the one that refused it; null when none did. */
export function traceOf(refusedBy: Check | null): readonly TraceStep[] {
  const failed = refusedBy === null ? checks.length : checks.indexOf(refusedBy);
  return checks.map((check, index) => {
    const outcome = index < failed ? 'passed' : index === failed ? 'failed' : 'not_reached';
    return { check, outcome };
  });
}

/** A call that nobody made: what would be decided of it. */
export type Rehearsal = {
  readonly method: string;
  readonly path: string;
  readonly facts: Omit<CallFacts, 'permission'>;
  /** The windows with this call counted. */
  readonly counters: Counters;
  /** Epoch milliseconds. */
  readonly now: number;
};

export type Rehearsed = {
  readonly route: RouteHead | null;
  readonly refusal: Refusal | null;
  /** What the last word rests on that only a real call shows: its body, its Idempotency-Key. */
  readonly steps: readonly TraceStep[];
};

/**
 * Decides a call by the very functions that decide a real one, up to its credits. Body and Idempotency-Key
 * are taken to be in order.
 */
export function rehearse(
  router: Router<RouteHead>,
  snapshot: Judged & { readonly account: { readonly balance: number } },
  call: Rehearsal,
): Rehearsed {
  const found = router.find(call.method, call.path);
  if (found === null) {
    const code = router.allow(call.path) === null ? 'route_not_found' : 'method_not_allowed';
    return rehearsed(null, refuse('parse', code));
  }
  const { route } = found;
  const facts = { ...call.facts, permission: route.permission };
  const known = identify(snapshot, facts, call.now);
  if (known.kind === 'refusal') return rehearsed(route, known);
  const admitted = authorize(snapshot, facts, call.counters, call.now);
  if (admitted.kind === 'refusal') return rehearsed(route, admitted);
  const broke = snapshot.account.balance < route.credits;
  return rehearsed(route, broke ? refuse('credits', 'insufficient_api_credits') : null);
}

function rehearsed(route: RouteHead | null, refusal: Refusal | null): Rehearsed {
  return { route, refusal, steps: traceOf(refusal?.check ?? null) };
}
