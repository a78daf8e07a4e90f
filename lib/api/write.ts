import type { ErrorCode } from '#lib/errors';
import { type Call, type Outcome, type Refusal, refuse, type Success } from '#lib/gate/call';
import type { Check } from '#lib/gate/checks';
import { retryAfterOf } from '#lib/gate/simulate';
import type { Effect } from '#lib/gate/writer/effect';
import type { WriteResult } from '#lib/gate/writer/intent';
import type { Writer } from '#lib/gate/writer/writer';
import type { Permission } from '#lib/keys/scopes';
import { recordKey } from './idempotency/record.ts';

/** What a route demands of its writes. */
export type WriteRules = {
  readonly permission: Permission;
  /** Whole credits, ≥ 0. */
  readonly cost: number;
  /** Whether the limit of concurrent sessions applies. */
  readonly startsSession: boolean;
};

const DECIDED_BY: Partial<Record<ErrorCode, Check>> = {
  api_key_invalid: 'known',
  api_key_revoked: 'state',
  api_key_expired: 'state',
  organization_inactive: 'organization',
  insufficient_permissions: 'permission',
  idempotency_mismatch: 'idempotency',
  idempotency_conflict: 'idempotency',
  concurrent_sessions_exceeded: 'rate_limit',
  insufficient_api_credits: 'credits',
};

/**
 * Checks 10 to 12 of a writing call, in one transaction with others. A simulated error is the last obstacle of
 * its effect: it comes after every check, and nothing is written or charged.
 */
export async function write(
  writer: Writer,
  call: Call,
  rules: WriteRules,
  effect: Effect,
): Promise<Outcome> {
  const { key, account } = call.snapshot;
  const result = await writer.submit({
    requestId: call.requestId,
    deadline: call.deadline,
    organizationId: key.organizationId,
    environment: key.environment,
    accountId: account.id,
    keyId: key.id,
    ...rules,
    record: recordKey(call),
    effect: call.simulated === null ? effect : obstructed(effect, call.simulated),
  });
  if (call.simulated !== null) return orSimulated(result, call.simulated);
  return result.kind === 'refused' ? toRefusal(result) : toSuccess(result, effect, rules.cost > 0);
}

function obstructed(effect: Effect, { code }: Refusal): Effect {
  return { ...effect, obstacle: (row, now) => effect.obstacle(row, now) ?? { code } };
}

/** A replay would have been a success too. */
function orSimulated(result: WriteResult, simulated: Refusal): Refusal {
  return result.kind === 'refused' && result.code !== simulated.code
    ? toRefusal(result)
    : simulated;
}

function toSuccess(
  result: Exclude<WriteResult, { kind: 'refused' }>,
  effect: Effect,
  billable: boolean,
): Success {
  const { status } = result;
  const body = effect.answer(result.kept);
  if (result.kind === 'replay') return { kind: 'success', status, body, replayed: true };
  if (!billable) return { kind: 'success', status, body };
  return { kind: 'success', status, body, credits: creditsOf(result.account) };
}

function toRefusal(result: Extract<WriteResult, { kind: 'refused' }>): Refusal {
  const { code, message, account } = result;
  const retryAfter = retryAfterOf[code];
  return refuse(DECIDED_BY[code] ?? 'effect', code, {
    ...(message !== undefined && { message }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(account !== undefined && { credits: creditsOf(account) }),
  });
}

function creditsOf(account: { readonly balance: number; readonly usedThisPeriod: number }) {
  return { remaining: account.balance, used: account.usedThisPeriod };
}
