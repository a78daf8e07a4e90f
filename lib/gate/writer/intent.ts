import type { AccountFigures } from '#lib/credits/account';
import type { Environment } from '#lib/db/generated/enums';
import type { ErrorCode } from '#lib/errors';
import type { Permission } from '#lib/keys/scopes';
import type { Effect } from './effect.ts';

/** What an idempotent call is known by. */
export type RecordKey = {
  /** 32 hexadecimal digits that stand for organization, environment and the caller's key. */
  readonly id: string;
  /** SHA-256 in hexadecimal of what must be the same when the key comes again. */
  readonly fingerprint: string;
};

/** A call that has passed checks 1 to 9 and wants to write. */
export type WriteIntent = {
  readonly requestId: string;
  /** Monotonic time, milliseconds, until which the call waits for its commit. */
  readonly deadline: number;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly accountId: string;
  readonly keyId: string;
  readonly permission: Permission;
  /** Whole credits, ≥ 0. */
  readonly cost: number;
  /** Whether the limit of concurrent sessions applies. */
  readonly startsSession: boolean;
  readonly record: RecordKey | null;
  readonly effect: Effect;
};

export type WriteResult =
  | {
      readonly kind: 'done';
      readonly status: number;
      /** What the effect makes its answer of. */
      readonly kept: string;
      /** The account right after this write. */
      readonly account: AccountFigures;
    }
  | { readonly kind: 'replay'; readonly status: number; readonly kept: string }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message?: string;
      readonly account?: AccountFigures;
    };
