import { createServer } from 'node:http';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';

/**
 * What the batching writer is compared with: a bare server that spends each credit in an interactive
 * transaction of its own, as Prisma's manual shows it. Arguments: port, id of a key.
 */
const key = await db().apiKey.findUniqueOrThrow({ where: { id: process.argv[3] ?? '' } });
const { organizationId, environment } = key;
const { id: accountId } = await db().creditAccount.findFirstOrThrow({
  where: { organizationId, environment },
});

function createSession() {
  return db().$transaction(
    async (tx) => {
      const { count } = await tx.creditAccount.updateMany({
        where: { id: accountId, balance: { gte: 1 }, purchased: { gte: 1 } },
        data: {
          balance: { decrement: 1 },
          purchased: { decrement: 1 },
          usedThisPeriod: { increment: 1 },
          lastSequence: { increment: 1 },
        },
      });
      if (count === 0) throw new Error('no credits');
      const account = await tx.creditAccount.findUniqueOrThrow({ where: { id: accountId } });
      const session = await tx.voiceSession.create({
        data: {
          id: newId('sess'),
          organizationId,
          environment,
          apiKeyId: key.id,
          mode: 'bidirectional_translation',
          sourceLanguage: 'de',
          targetLanguage: 'en',
          streamExpiresAt: new Date(),
        },
      });
      await tx.creditEntry.create({
        data: {
          accountId,
          sequence: account.lastSequence,
          kind: 'debit',
          amount: -1,
          includedDelta: 0,
          purchasedDelta: -1,
          balanceAfter: account.balance,
          voiceSessionId: session.id,
          requestId: newId('req'),
          actor: key.id,
        },
      });
      return session;
    },
    { maxWait: 10_000, timeout: 10_000 },
  );
}

createServer((request, response) => {
  const answer = (status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  if (request.method === 'GET') return answer(200, { ready: true });
  createSession().then(
    (session) => answer(201, session),
    (error: unknown) => answer(500, { error: String(error) }),
  );
}).listen(Number(process.argv[2]), '127.0.0.1');
