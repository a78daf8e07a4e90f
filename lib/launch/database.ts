import { furnish } from '#lib/db/embedded/furnish';
import { type EmbeddedDatabase, openEmbedded } from '#lib/db/embedded/open';
import { settings } from '#lib/env';
import { readDatabaseFile } from '#lib/env/database-file';
import { ensureSecrets } from '#lib/env/secrets';
import type { Part } from './part.ts';

/** Prepares the data folder and gives the database server as a part. The caller holds the folder. */
export async function databasePart(say: (line: string) => void): Promise<Part> {
  const { dataDir } = settings();
  ensureSecrets(dataDir);
  const database = await openEmbedded(dataDir, say);
  return { name: 'database', start: () => start(database, dataDir) };
}

async function start(database: EmbeddedDatabase, dataDir: string) {
  const server = await database.start();
  const file = readDatabaseFile(dataDir);
  if (file !== undefined) await furnish(file);
  return {
    ended: server.ended.then(() => `the database server ended; ${dataDir}/postgres.log says why`),
    stop: server.stop,
    kill: () => process.kill(server.pid, 'SIGQUIT'),
  };
}
