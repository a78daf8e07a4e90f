import type { ErrorCode } from '#lib/errors';
import type { Permission } from '#lib/keys/scopes';
import type { AccountFigures, EntryDraft } from './account.ts';
import { spend } from './post.ts';
import { rollPeriod } from './roll.ts';

/** What a key and its organization may do at this moment, by the database's clock. */
export type KeyFacts = {
  readonly revoked: boolean;
  readonly expired: boolean;
  readonly permissions: readonly Permission[];
  readonly organizationActive: boolean;
  /** The plan's included credits. */
  readonly creditsPerPeriod: number;
  readonly concurrentSessions: number;
  /** Sessions streaming now, in the key's environment. */
  readonly streaming: number;
};

/** A first successful answer that is kept for its Idempotency-Key. */
export type StoredAnswer = {
  readonly fingerprint: string;
  readonly status: number;
  /** What the answer is made of again. */
  readonly kept: string;
};

/** One call's wish to write: cost 0 is a free write under the same rules. */
export type SpendRequest = {
  readonly accountId: string;
  readonly keyId: string;
  readonly permission: Permission;
  /** Whole credits, ≥ 0. */
  readonly cost: number;
  /** Whether the limit of concurrent sessions applies. */
  readonly startsSession: boolean;
  /** Names the idempotency record, when the call carries a key. */
  readonly record: { readonly id: string; readonly fingerprint: string } | null;
  /** Why the effect itself is impossible, e.g. `session_not_found`. */
  readonly obstacle: ErrorCode | null;
};

/** Everything that was read under the accounts' locks. */
export type Book = {
  /** Epoch milliseconds, the database's clock. */
  readonly now: number;
  readonly accounts: ReadonlyMap<string, AccountFigures>;
  readonly keys: ReadonlyMap<string, KeyFacts>;
  /** Records that have not expired, by id. */
  readonly answers: ReadonlyMap<string, StoredAnswer>;
};

export type Verdict =
  | { readonly kind: 'accepted'; readonly account: AccountFigures }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly account?: AccountFigures };

/** An entry to write, with the index of the request that it charges; null for a period's roll. */
export type AllocatedEntry = EntryDraft & { readonly request: number | null };

export type Allocation = {
  /** One per request, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** The accounts that changed, in their final state. */
  readonly accounts: readonly AccountFigures[];
  readonly entries: readonly AllocatedEntry[];
};

/**
 * Decides the requests of one transaction in the order they came, each on the balance that those before
 * it left. Checks in the contract's order: key, organization, permission, idempotency, limit, credits.
 * A key that is not in the book is unknown; an account that is not there is a fault of ours.
 */
export function allocate(book: Book, requests: readonly SpendRequest[]): Allocation {
  const draft: Draft = { accounts: new Map(), entries: [], taken: new Set() };
  const verdicts = requests.map((request, index) => decide(book, draft, request, index));
  return { verdicts, accounts: [...draft.accounts.values()], entries: draft.entries };
}

/** What the requests so far have led to. */
type Draft = {
  /** Changed accounts by id. */
  readonly accounts: Map<string, AccountFigures>;
  readonly entries: AllocatedEntry[];
  /** Ids of the records that this transaction will write. */
  readonly taken: Set<string>;
};

function decide(book: Book, draft: Draft, request: SpendRequest, index: number): Verdict {
  const key = book.keys.get(request.keyId);
  const stored = book.accounts.get(request.accountId);
  if (stored === undefined) return { kind: 'refused', code: 'internal_error' };
  if (key === undefined) return { kind: 'refused', code: 'api_key_invalid' };
  const refusal = refuseKey(key, request.permission);
  if (refusal !== null) return { kind: 'refused', code: refusal };
  const earlier = findEarlier(book, request, draft.taken);
  if (earlier !== null) return earlier;
  if (request.startsSession && key.streaming >= key.concurrentSessions) {
    return { kind: 'refused', code: 'concurrent_sessions_exceeded' };
  }
  const current = draft.accounts.get(request.accountId) ?? stored;
  const rolled = rollPeriod(current, book.now, key.creditsPerPeriod);
  for (const entry of rolled.entries) draft.entries.push({ ...entry, request: null });
  if (rolled.account !== stored) draft.accounts.set(request.accountId, rolled.account);
  const charged = charge(rolled.account, request);
  if (charged.kind === 'refused') return charged;
  if (charged.entry !== null) draft.entries.push({ ...charged.entry, request: index });
  if (charged.account !== stored) draft.accounts.set(request.accountId, charged.account);
  if (request.record !== null) draft.taken.add(request.record.id);
  return { kind: 'accepted', account: charged.account };
}

function refuseKey(key: KeyFacts, permission: Permission): ErrorCode | null {
  if (key.revoked) return 'api_key_revoked';
  if (key.expired) return 'api_key_expired';
  if (!key.organizationActive) return 'organization_inactive';
  if (!key.permissions.includes(permission)) return 'insufficient_permissions';
  return null;
}

function findEarlier(book: Book, request: SpendRequest, taken: Set<string>): Verdict | null {
  if (request.record === null) return null;
  const { id, fingerprint } = request.record;
  const answer = book.answers.get(id);
  if (answer !== undefined) {
    return answer.fingerprint === fingerprint
      ? { kind: 'replay', answer }
      : { kind: 'refused', code: 'idempotency_mismatch' };
  }
  // The answer of a call in this very transaction is not there to be replayed yet.
  return taken.has(id) ? { kind: 'refused', code: 'idempotency_conflict' } : null;
}

function charge(account: AccountFigures, request: SpendRequest) {
  const posting = request.cost === 0 ? null : spend(account, request.cost);
  if (request.cost !== 0 && posting === null) {
    return { kind: 'refused', code: 'insufficient_api_credits', account } as const;
  }
  if (request.obstacle !== null) {
    return { kind: 'refused', code: request.obstacle, account } as const;
  }
  return {
    kind: 'charged',
    account: posting?.account ?? account,
    entry: posting?.entries[0] ?? null,
  } as const;
}
