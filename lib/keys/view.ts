import type { Environment, RevokeReason } from '#lib/db/generated/enums';
import { shownBlock } from '#lib/keys/allowlist';
import type { KeyRow } from '#lib/keys/row';
import { type Permission, type PresetName, presetOf } from '#lib/keys/scopes';

export type { GateConfirmation, Receipt } from '#lib/receipt';

/** `expiring`: ends within 30 days; `retiring`: a rotation has given it an end. */
export type KeyState = 'active' | 'expiring' | 'retiring' | 'expired' | 'revoked';

/** A key as pages and the admin command show it; ISO times, no digest and no secret. */
export type KeyView = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly name: string;
  readonly note: string;
  readonly prefix: string;
  readonly tail: string;
  readonly permissions: Permission[];
  readonly preset: PresetName;
  readonly ipAllowlist: string[];
  readonly rateLimit: number | null;
  readonly createdBy: { readonly id: string; readonly name: string } | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly retiresAt: string | null;
  /** The earlier of `expiresAt` and `retiresAt`. */
  readonly endsAt: string | null;
  readonly revokedAt: string | null;
  readonly revokeReason: RevokeReason | null;
  readonly rotatedFromId: string | null;
  readonly rotatedToId: string | null;
  readonly lastUsedAt: string | null;
  readonly lastUsedIp: string | null;
  readonly lastUsedClient: string | null;
  readonly state: KeyState;
  readonly scopes: { readonly permission: Permission; readonly lastUsedAt: string | null }[];
};

/** Days before its end from which a key counts as expiring. */
export const EXPIRING_DAYS = 30;

type Ends = Pick<KeyRow, 'expiresAt' | 'retiresAt' | 'revokedAt'>;

/** When a key ends by itself: the earlier of expiry and retirement, or null. */
export function endOf(row: Ends): Date | null {
  const ends = [row.expiresAt, row.retiresAt].filter((end) => end !== null);
  return ends.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

/** A key's state at `now` (the database's clock). */
export function stateOf(row: Ends, now: Date): KeyState {
  if (row.revokedAt !== null) return 'revoked';
  const end = endOf(row);
  if (end !== null && end <= now) return 'expired';
  if (row.retiresAt !== null) return 'retiring';
  const soon = now.getTime() + EXPIRING_DAYS * 86_400_000;
  return end !== null && end.getTime() <= soon ? 'expiring' : 'active';
}

/** The public side of a key's row at `now` (the database's clock). */
export function keyView(row: KeyRow, now: Date): KeyView {
  const { createdById, createdByName } = row;
  return {
    id: row.id,
    organizationId: row.organizationId,
    environment: row.environment,
    name: row.name,
    note: row.note,
    prefix: row.prefix,
    tail: row.tail,
    permissions: row.permissions,
    preset: presetOf(row.permissions),
    ipAllowlist: row.ipAllowlist.map(shownBlock),
    rateLimit: row.rateLimit,
    createdBy:
      createdById === null || createdByName === null
        ? null
        : { id: createdById, name: createdByName },
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    retiresAt: iso(row.retiresAt),
    endsAt: iso(endOf(row)),
    revokedAt: iso(row.revokedAt),
    revokeReason: row.revokeReason,
    rotatedFromId: row.rotatedFromId,
    rotatedToId: row.rotatedToId,
    lastUsedAt: iso(row.lastUsedAt),
    lastUsedIp: row.lastUsedIp,
    lastUsedClient: row.lastUsedClient,
    state: stateOf(row, now),
    scopes: row.permissions.map((permission, at) => ({
      permission,
      lastUsedAt: iso(row.permissionsUsedAt[at] ?? null),
    })),
  };
}

/** The fields of a key that the audit log shows and compares. */
export function keyFields(row: KeyRow) {
  return {
    name: row.name,
    note: row.note,
    environment: row.environment,
    permissions: row.permissions,
    ipAllowlist: row.ipAllowlist,
    rateLimit: row.rateLimit,
    expiresAt: iso(row.expiresAt),
    retiresAt: iso(row.retiresAt),
  };
}

function iso(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
