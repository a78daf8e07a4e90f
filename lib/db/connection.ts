/** The NOLOGIN role that every process acts as; the migrations make it and grant it its rights. */
export const APP_ROLE = 'portal_app';

/**
 * A connection that acts as the role portal_app in UTC, whoever logs in. An `options` parameter of
 * the address would replace ours in pg, so it is joined instead.
 */
export function appConnection(url: string): { connectionString: string; options: string } {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return {
    connectionString: address.href,
    options: `${given} -c role=${APP_ROLE} -c timezone=UTC`.trim(),
  };
}
