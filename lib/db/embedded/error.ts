/** The embedded PostgreSQL cannot be used; the message is one sentence for the user. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}
