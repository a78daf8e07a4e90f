import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { loadSession } from '#lib/auth/load-session';
import { contextOf } from '#lib/auth/session-row';
import type { Context } from '#lib/context';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** Ends the session that the caller acts with; a copy of its cookie is worth nothing from then on. */
export const signOut = defineVerb({
  name: 'session.end',
  can: 'profile.update',
  input: z.strictObject({}),
  run: async (ctx): Promise<Result<null>> => {
    if (ctx.actor.kind === 'user' && ctx.actor.sessionId !== undefined) {
      await end(ctx.actor.sessionId, ctx);
    }
    return done(null);
  },
});

/** Ends the session whose cookie a browser has shown on next-auth's own sign-out. */
export async function endByBrowser(sessionId: string): Promise<void> {
  const session = await loadSession(sessionId, false);
  if (session === null) return;
  await end(sessionId, contextOf(session, { ip: '', userAgent: '', requestId: newId('req') }));
}

async function end(sessionId: string, ctx: Context): Promise<void> {
  await db().$transaction(async (tx) => {
    const ended = await tx.userSession.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: await databaseNow(tx), endReason: 'signed_out' },
    });
    if (ended.count === 0) return;
    await recordAudit(tx, ctx, { action: 'session.end', targetId: sessionId });
  });
}
