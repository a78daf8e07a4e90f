import { PrismaPg } from '@prisma/adapter-pg';
import { appConnection } from '#lib/db/connection';
import { type Prisma, PrismaClient } from '#lib/db/generated/client';
import { env } from '#lib/env';

export type Db = PrismaClient;
/** The client inside `db().$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient;

const STATEMENT_TIMEOUT_MS = 10_000;

/** On globalThis, because a hot reload evaluates this module again and would leak its connections. */
const holder = globalThis as typeof globalThis & { portalDb?: PrismaClient | undefined };

/** The process's one Prisma client, made at the first call; it acts as the role portal_app. */
export function db(): Db {
  holder.portalDb ??= new PrismaClient({
    adapter: new PrismaPg(
      {
        ...appConnection(env().databaseUrl),
        application_name: 'prisma',
        max: 10,
        connectionTimeoutMillis: 5_000,
        // No page or action may hold one of the few connections for long.
        statement_timeout: STATEMENT_TIMEOUT_MS,
        idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
        keepAlive: true,
      },
      { onPoolError: () => undefined, onConnectionError: () => undefined },
    ),
    // As long as the pool waits for a connection; Prisma's own 2 s end sooner on a busy machine.
    transactionOptions: { maxWait: 5_000 },
  });
  return holder.portalDb;
}

/** Ends the client's connections; the next `db()` makes new ones. */
export async function closeDb(): Promise<void> {
  const client = holder.portalDb;
  holder.portalDb = undefined;
  await client?.$disconnect();
}
