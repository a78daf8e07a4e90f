import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseError } from '#lib/db/embedded/error';
import { serverIdentity, serverVariables } from '#lib/db/embedded/identity';

/** The superuser of an embedded server; it owns the tables and runs the migrations. */
export const OWNER = 'postgres';

export type ClusterOptions = {
  /** Folder with `bin`, `lib` and `share`. */
  binaries: string;
  /** The data folder to make; its parent exists and the server's user can enter it. */
  data: string;
  ownerPassword: string;
  /** False only for a throw-away cluster: nothing is flushed to disk. */
  durable: boolean;
};

/**
 * Makes an empty cluster: UTF-8, sorted by code point, so that it is the same on every system.
 * Only passwords (SCRAM) let anyone in.
 */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const identity = serverIdentity();
  mkdirSync(options.data, { mode: 0o700 });
  const passwordFile = join(options.data, '..', `.owner-password.${process.pid}`);
  try {
    writeFileSync(passwordFile, options.ownerPassword, { mode: 0o600 });
    if (identity.uid !== undefined && identity.gid !== undefined) {
      chownSync(options.data, identity.uid, identity.gid);
      chownSync(passwordFile, identity.uid, identity.gid);
    }
    await initdb(options, passwordFile);
    chmodSync(options.data, 0o700);
  } catch (error) {
    rmSync(options.data, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initdb(options: ClusterOptions, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${options.data}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(options.durable ? ['--data-checksums'] : ['--no-sync']),
  ];
  const child = spawn(join(options.binaries, 'bin', 'initdb'), args, {
    ...serverIdentity(),
    cwd: dirname(options.data),
    env: serverVariables,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new DatabaseError(`initdb failed: ${error.message}.`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new DatabaseError(`initdb failed (${code}): ${complaint.trim()}`));
    });
  });
}
