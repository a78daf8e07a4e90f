import type { Context } from '#lib/context';
import { denied } from '#lib/result';

type Person = { readonly id: string; readonly sessionId: string | null };

/** The person behind a call, or null for the operator and the system: some verbs are a person's own. */
export function personOf(ctx: Context): Person | null {
  const { actor } = ctx;
  return actor.kind === 'user' ? { id: actor.id, sessionId: actor.sessionId ?? null } : null;
}

/** The answer to a call that only a person can make. */
export function onlyForPeople() {
  return denied('forbidden', 'Only a signed-in person can do this.');
}
