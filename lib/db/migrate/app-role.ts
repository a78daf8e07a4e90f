import { type Client, DatabaseError, escapeIdentifier } from 'pg';
import { APP_ROLE } from '#lib/db/connection';
import { MigrationError } from './error.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Lets this login act as portal_app, if it may not yet. @throws MigrationError */
export async function grantAppRole(client: Client, login: string): Promise<void> {
  const may = await client.query<{ may: boolean }>(
    `SELECT pg_has_role($1, '${APP_ROLE}', 'SET') AS may`,
    [login],
  );
  if (may.rows[0]?.may === true) return;
  try {
    await client.query(`GRANT ${APP_ROLE} TO ${escapeIdentifier(login)}`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new MigrationError(
      `The database user ${login} may not act as ${APP_ROLE}: as an administrator run GRANT ${APP_ROLE} TO ${login}.`,
    );
  }
}
