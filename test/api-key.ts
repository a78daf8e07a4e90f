import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { createKey } from '#lib/keys/create';
import type { Permission } from '#lib/keys/scopes';
import { ownerPool } from '#test/database';
import { dataOf } from '#test/tenant';

/** What a form would send to make a live key; `change` replaces fields of it. */
export function keyDraft<Change extends object>(change: Change) {
  return { ...draft(), ...change };
}

/** Makes a key and gives the answer, secret included. */
export async function makeKey(ctx: Context, change: Partial<ReturnType<typeof draft>> = {}) {
  return dataOf(await createKey(ctx, keyDraft(change)));
}

/** The audit events about a target, oldest first, as `action outcome`. */
export async function eventsOf(targetId: string): Promise<string[]> {
  const rows = await db().auditEvent.findMany({ where: { targetId }, orderBy: { id: 'asc' } });
  return rows.map((row) => `${row.action} ${row.outcome}`);
}

/** Moves one of a key's times into the past, as if that much time had gone by. */
export async function backdate(
  keyId: string,
  column: 'expires_at' | 'retires_at' | 'last_used_at',
  ago: string,
): Promise<void> {
  const change = `UPDATE api_keys SET ${column} = now() - $2::interval WHERE id = $1`;
  await ownerPool().query(change, [keyId, ago]);
}

function draft() {
  const permissions: Permission[] = ['sessions:read', 'sessions:write'];
  return {
    environment: 'live' as 'live' | 'test',
    name: 'Backend',
    note: 'for the server',
    permissions,
    ipAllowlist: ['203.0.113.7', '2001:DB8::1/32'],
    rateLimit: 100 as number | null,
    expiresInDays: 90 as number | null,
  };
}
