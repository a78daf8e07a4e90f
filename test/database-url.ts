/** The same server's address with another database, and as another login where one is given. */
export function databaseUrl(
  url: string,
  database: string,
  login?: { name: string; password: string },
): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  if (login !== undefined) {
    address.username = login.name;
    address.password = login.password;
  }
  return address.href;
}
