import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from '#lib/db/embedded/binaries';
import { createCluster, OWNER } from '#lib/db/embedded/cluster';
import { DatabaseError } from '#lib/db/embedded/error';
import { stopOrphan } from '#lib/db/embedded/orphan';
import { choosePlace, placeBinaries } from '#lib/db/embedded/place';
import { freePort, isFree } from '#lib/db/embedded/port';
import { type Server, startServer } from '#lib/db/embedded/server';
import { type DatabaseFile, readDatabaseFile, writeDatabaseFile } from '#lib/env/database-file';
import { randomBytes } from '#lib/ids';

/** The product's database, and the login of its processes there. */
export const DATABASE = 'portal';
export const LOGIN = 'portal';

export type EmbeddedDatabase = {
  /**
   * Starts the server on a free port, noted in `database.json`: the last start's if it can be had, and
   * always the same when it is started again.
   */
  start: () => Promise<Server>;
};

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Makes sure that the data folder has a cluster that no server runs on. The caller holds the folder.
 * @param say told of what takes a moment or is worth knowing, one line each.
 * @throws DatabaseError
 */
export async function openEmbedded(
  dataDir: string,
  say: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const file = readDatabaseFile(dataDir) ?? (await createFirst(dataDir, say));
  const data = join(file.folder, 'postgres');
  if (!existsSync(data) && existsSync(`${data}.new`)) renameSync(`${data}.new`, data);
  if (!existsSync(data)) {
    throw new DatabaseError(
      `The database of ${dataDir} should be in ${data}, which is missing: restore it, or delete database.json to begin with an empty one.`,
    );
  }
  const binaries = placeBinaries(findBinaries(), file.folder);
  if (await stopOrphan(data)) say('Stopped the database server that a killed start had left.');
  let port: number | undefined;
  return {
    start: async () => {
      // Once chosen it stays: after a crash the processes come back to the address they know.
      port ??= await choosePort(dataDir);
      return startServer({ binaries, data, port, log: openLog(dataDir), durable: true });
    },
  };
}

/**
 * Makes the cluster beside its place, notes the passwords, then moves it there: an interruption at any
 * point leaves either nothing or all that the next start needs.
 */
async function createFirst(dataDir: string, say: (line: string) => void): Promise<DatabaseFile> {
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new DatabaseError(
      `${dataDir} has a database, but not database.json with its passwords: restore that file.`,
    );
  }
  say('Creating the database.');
  const folder = choosePlace(dataDir);
  if (folder !== dataDir) {
    say(`The database server may not enter ${dataDir}, so its data is in ${folder}.`);
  }
  const fresh = join(folder, 'postgres.new');
  rmSync(fresh, { recursive: true, force: true });
  const binaries = placeBinaries(findBinaries(), folder);
  const [ownerPassword, password] = [newPassword(), newPassword()];
  await createCluster({ binaries, data: fresh, ownerPassword, durable: true });
  const file = {
    url: `postgresql://${LOGIN}:${password}@127.0.0.1:0/${DATABASE}`,
    ownerUrl: `postgresql://${OWNER}:${ownerPassword}@127.0.0.1:0/${DATABASE}`,
    folder,
  };
  writeDatabaseFile(dataDir, file);
  renameSync(fresh, join(folder, 'postgres'));
  return file;
}

/** Keeps the port of the last start, so that other programs' settings stay true, unless it is taken. */
async function choosePort(dataDir: string): Promise<number> {
  const file = readDatabaseFile(dataDir);
  if (file === undefined) throw new DatabaseError(`${dataDir}/database.json is missing.`);
  const last = Number(new URL(file.ownerUrl).port);
  if (last !== 0 && (await isFree(last))) return last;
  const port = await freePort();
  const moved = { ...file, url: withPort(file.url, port), ownerUrl: withPort(file.ownerUrl, port) };
  writeDatabaseFile(dataDir, moved);
  return port;
}

function withPort(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** The file for the server's messages; a long one is put aside. */
function openLog(dataDir: string): string {
  const log = join(dataDir, 'postgres.log');
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  return log;
}
