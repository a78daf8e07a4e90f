import type { Context } from '#lib/context';
import { grantable, type Permission } from '#lib/keys/scopes';
import { forbidden } from '#lib/verb';

/** The refusal of permissions that the caller's role cannot hand out, or null when it may. */
export function refuseGrant(ctx: Context, wanted: readonly Permission[]) {
  if (ctx.actor.kind !== 'user') return null;
  const own = grantable(ctx.actor.role);
  const beyond = wanted.filter((permission) => !own.includes(permission));
  if (beyond.length === 0) return null;
  return forbidden(
    `Your role cannot give a key ${beyond.join(', ')}. Ask an owner or admin, or leave it out.`,
  );
}
