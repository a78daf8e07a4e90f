import type { Pool, PoolClient } from 'pg';

/** Runs statements of one connection in a transaction; a fault rolls it back and is thrown on. */
export async function transaction<T>(
  pool: Pool,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await run(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // The connection's state is unknown, and closing it rolls back.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
