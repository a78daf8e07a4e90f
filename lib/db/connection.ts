/** The NOLOGIN role that every process acts as; the migrations make it and grant it its rights. */
export const APP_ROLE = 'portal_app';

/**
 * A connection that acts as the role portal_app in UTC, whoever logs in. An `options` parameter of
 * the address would replace ours in pg, so it is joined instead. Statements are not compiled: over many
 * partitions that takes a second before each of them that then runs for some milliseconds.
 */
export function appConnection(url: string): { connectionString: string; options: string } {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return {
    connectionString: address.href,
    options: `${given} -c role=${APP_ROLE} -c timezone=UTC -c jit=off`.trim(),
  };
}
