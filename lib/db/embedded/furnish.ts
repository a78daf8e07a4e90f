import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { DATABASE, LOGIN } from '#lib/db/embedded/open';

/**
 * Makes the product's database and its processes' login on an embedded server, and gives the login the
 * password of its address. Does nothing that is done already.
 */
export async function furnish(file: { url: string; ownerUrl: string }): Promise<void> {
  const maintenance = new URL(file.ownerUrl);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ login: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS login,
              EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
      [LOGIN, DATABASE],
    );
    const verb = rows[0]?.login === true ? 'ALTER' : 'CREATE';
    const password = escapeLiteral(decodeURIComponent(new URL(file.url).password));
    await client.query(`${verb} ROLE ${escapeIdentifier(LOGIN)} LOGIN PASSWORD ${password}`);
    if (rows[0]?.database !== true) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
