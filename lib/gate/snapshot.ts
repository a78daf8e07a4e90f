import type { Environment, OrganizationStatus, Plan } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import type { AddressRange } from './address.ts';

/**
 * What the gate knows of a credit account: one shared object per account, moved forward only (by
 * sequence, then by period end) through the gate's `CreditBook`.
 */
export type CreditFigures = {
  readonly id: string;
  sequence: number;
  balance: number;
  used: number;
  /** Epoch milliseconds by the database's clock. */
  periodEnd: number;
};

/** A key with everything that decides its calls. Never changed: a committed change replaces it. */
export type Snapshot = {
  readonly key: {
    readonly id: string;
    readonly organizationId: string;
    readonly environment: Environment;
    readonly name: string;
    readonly permissions: readonly Permission[];
    /** Null means any address; an empty list means none. */
    readonly allowlist: readonly AddressRange[] | null;
    /** Own requests a minute, or null. */
    readonly rateLimit: number | null;
    /** The earlier of expiry and the end of a rotation's overlap, epoch milliseconds, or null. */
    readonly endsAt: number | null;
    /** A rotation has given it an end. */
    readonly retiring: boolean;
    /** Epoch milliseconds, or null. */
    readonly revokedAt: number | null;
    readonly pepperVersion: number;
  };
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly plan: Plan;
    readonly status: OrganizationStatus;
    readonly limits: {
      readonly requestsPerMinute: number;
      readonly concurrentSessions: number;
      readonly creditsPerPeriod: number;
    };
  };
  readonly account: CreditFigures;
};
