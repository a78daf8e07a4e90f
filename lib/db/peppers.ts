import { createHmac, timingSafeEqual } from 'node:crypto';
import { Socket } from 'node:net';
import { Client } from 'pg';
import { appConnection } from '#lib/db/connection';
import { EnvError, env } from '#lib/env';

type StoredCheck = { version: number; check_value: Buffer; used: boolean };

/**
 * Refuses a pepper that is not the one of this database's keys: with a wrong one every key would be
 * unknown. A version that is new is noted, one that no key uses any more may be left out.
 * @param timeoutMs milliseconds for the connection and for each statement; without it there is no limit.
 * @throws EnvError with one sentence for each fault.
 */
export async function verifyPeppers(timeoutMs?: number): Promise<void> {
  const { databaseUrl, peppers } = env();
  // Own socket: a connection that hangs can only be ended there.
  const socket = new Socket();
  const client = new Client({
    ...appConnection(databaseUrl),
    application_name: 'peppers',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    stream: () => socket,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const [version, pepper] of peppers) {
      await client.query(
        'INSERT INTO pepper_checks (version, check_value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [version, checkValue(pepper)],
      );
    }
    const stored = await client.query<StoredCheck>(`SELECT version, check_value,
      EXISTS (SELECT FROM api_keys WHERE pepper_version = version)
        OR EXISTS (SELECT FROM alert_channels WHERE get_byte(sealed_url, 0) = version) AS used
      FROM pepper_checks ORDER BY version`);
    const faults = stored.rows.flatMap((row) => checkPepper(row, peppers.get(row.version)) ?? []);
    if (faults.length > 0) throw new EnvError(faults.join('\n'));
    await client.end();
  } finally {
    socket.destroy();
  }
}

/** What is wrong with the pepper of one version that the database knows, if anything. */
export function checkPepper(stored: StoredCheck, pepper: Buffer | undefined): string | undefined {
  if (pepper === undefined) {
    return stored.used
      ? `KEY_PEPPER lacks version ${stored.version}, which keys or sealed addresses in the database were made with.`
      : undefined;
  }
  if (timingSafeEqual(checkValue(pepper), stored.check_value)) return undefined;
  return `KEY_PEPPER version ${stored.version} is not the pepper that this database's keys were made with.`;
}

/** Says nothing of the pepper, and differs for every pepper. */
export function checkValue(pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update('developer-portal pepper check').digest();
}
