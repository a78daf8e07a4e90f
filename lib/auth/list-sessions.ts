import { z } from 'zod';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { deathOf } from '#lib/auth/session-row';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** A browser that is signed in. */
export type SessionView = {
  readonly id: string;
  readonly current: boolean;
  readonly ip: string;
  readonly userAgent: string;
  readonly createdAt: string;
  /** Exact to a minute. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
};

export const listSessionsInput = z.strictObject({});

/** The caller's live sessions, the newest first. */
export const listSessions = defineVerb({
  name: null,
  can: 'profile.update',
  input: listSessionsInput,
  run: async (ctx): Promise<Result<SessionView[]>> => {
    const person = personOf(ctx);
    if (person === null) return onlyForPeople();
    const now = await databaseNow(db());
    const rows = await db().userSession.findMany({
      where: { userId: person.id, endedAt: null, expiresAt: { gt: now } },
      include: { user: { select: { disabledAt: true, passwordChangedAt: true } } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const live = rows.filter((row) => deathOf({ ...row, ...row.user }, now) === null);
    return done(
      live.map((row) => ({
        id: row.id,
        current: row.id === person.sessionId,
        ip: row.ip,
        userAgent: row.userAgent,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      })),
    );
  },
});
