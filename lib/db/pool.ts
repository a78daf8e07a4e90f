import { Pool, types } from 'pg';
import { appConnection } from '#lib/db/connection';
import { env } from '#lib/env';

export type PoolOptions = {
  /** Connections at most. */
  max: number;
  /** Shown in pg_stat_activity. */
  name: string;
  /** Milliseconds after which the server ends a statement; without it there is no limit. */
  statementTimeoutMs?: number;
  /** Milliseconds after which a caller stops waiting for a server that says nothing. */
  queryTimeoutMs?: number;
  /** Milliseconds that a caller waits for a connection; without it there is no limit. */
  connectionTimeoutMs?: number;
  /** Told of an idle connection that broke; the pool replaces it by itself. */
  onLost?: (error: Error) => void;
};

const INT8_OID = 20;

/** Column parsers: int8 is a number while that is exact, and a bigint beyond 2^53. */
const parsers: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8_OID && format !== 'binary' ? parseInt8 : types.getTypeParser(oid, format);

/**
 * A pool of connections to the product's database, acting as the role portal_app, in UTC.
 * A connection that breaks never ends the process.
 */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    ...appConnection(env().databaseUrl),
    application_name: options.name,
    max: options.max,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.queryTimeoutMs,
    connectionTimeoutMillis: options.connectionTimeoutMs,
    keepAlive: true,
    types: { getTypeParser: parsers },
  });
  pool.on('error', (error) => options.onLost?.(error));
  return outliveLoss(pool);
}

/**
 * Lets the process outlive every connection of a pool. Otherwise the loss of one is uncaught: the pool
 * tells its own listeners of an idle one, and nobody of one that is lent out.
 */
export function outliveLoss(pool: Pool): Pool {
  const ignore = () => undefined;
  return pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
}

function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
