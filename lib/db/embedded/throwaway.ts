import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '#lib/db/embedded/binaries';
import { createCluster, OWNER } from '#lib/db/embedded/cluster';
import { serverIdentity } from '#lib/db/embedded/identity';
import { placeBinaries } from '#lib/db/embedded/place';
import { freePort } from '#lib/db/embedded/port';
import { startServer } from '#lib/db/embedded/server';
import { randomBytes } from '#lib/ids';

export type Throwaway = {
  /** Address of the superuser's connection to the database `postgres`. */
  ownerUrl: string;
  /** Stops the server and deletes its data. */
  stop: () => Promise<void>;
};

/**
 * A real PostgreSQL in a temporary folder, for tests and tools.
 * @param durable true flushes as in real use, for measurements; false is quicker
 */
export async function startThrowaway(durable = false): Promise<Throwaway> {
  const folder = mkdtempSync(join(tmpdir(), 'developer-portal-'));
  if (serverIdentity().uid !== undefined) chmodSync(folder, 0o711);
  try {
    const binaries = placeBinaries(findBinaries(), folder);
    const data = join(folder, 'data');
    const ownerPassword = randomBytes(18).toString('base64url');
    await createCluster({ binaries, data, ownerPassword, durable });
    const port = await freePort();
    const log = join(folder, 'log');
    const server = await startServer({ binaries, data, port, log, durable });
    // Also when its user dies of an exception: nobody else knows of this server.
    const kill = () => process.kill(server.pid, 'SIGQUIT');
    process.once('exit', kill);
    return {
      ownerUrl: `postgresql://${OWNER}:${ownerPassword}@127.0.0.1:${port}/postgres`,
      stop: async () => {
        process.off('exit', kill);
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
