import { z } from 'zod';
import { readPrivateJson, replaceFile } from '#lib/env/private-file';

const databaseFileShape = z.strictObject({
  /** Connection of the processes: the login role that may only act as portal_app. */
  url: z.string(),
  /** Connection of the superuser that owns the tables. */
  ownerUrl: z.string(),
  /** The folder that holds the server's data; the data folder itself where the server can enter it. */
  folder: z.string(),
});

export type DatabaseFile = z.infer<typeof databaseFileShape>;

/** How to reach the embedded PostgreSQL, or undefined when no start has made it yet. */
export function readDatabaseFile(dataDir: string): DatabaseFile | undefined {
  return readPrivateJson(`${dataDir}/database.json`, databaseFileShape);
}

/** Notes how to reach the embedded PostgreSQL, so that other processes of this data folder can. */
export function writeDatabaseFile(dataDir: string, file: DatabaseFile): void {
  replaceFile(`${dataDir}/database.json`, `${JSON.stringify(file, undefined, 2)}\n`);
}
