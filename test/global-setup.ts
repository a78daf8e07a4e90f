import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { TestProject } from 'vitest/node';
import { startThrowaway } from '#lib/db/embedded/throwaway';
import { migrate } from '#lib/db/migrate/run';
import { databaseUrl } from '#test/database-url';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's connection to the server of this run. */
    ownerUrl: string;
    /** The connection that the product's processes would have, to the template. */
    appUrl: string;
  }
}

const TEMPLATE = 'template_portal';
const LOGIN = { name: 'portal', password: 'portal' };

/** One throw-away PostgreSQL for the whole run, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowaway();
  const client = new Client(server.ownerUrl);
  await client.connect();
  await client.query(
    `CREATE ROLE ${escapeIdentifier(LOGIN.name)} LOGIN PASSWORD ${escapeLiteral(LOGIN.password)}`,
  );
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const appUrl = databaseUrl(server.ownerUrl, TEMPLATE, LOGIN);
  await migrate({
    ownerUrl: databaseUrl(server.ownerUrl, TEMPLATE),
    appUrl,
    folder: 'prisma/migrations',
  });
  project.provide('ownerUrl', server.ownerUrl);
  project.provide('appUrl', appUrl);
  return server.stop;
}
