import type { Tx } from '#lib/db/prisma';

/** Addresses of a day that nobody confirmed: an organization must not write to strangers without end. */
const MOST_STRANGERS = 40;

/**
 * SQL that says whether alerts of an organization may go to an address: it is an active member's, or its
 * owner confirmed it.
 */
export function agreedSql(organization: string, email: string): string {
  return `(EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = ${organization} AND u.email = ${email} AND u.disabled_at IS NULL)
    OR EXISTS (SELECT FROM alert_recipients a
      WHERE a.organization_id = ${organization} AND a.email = ${email} AND a.confirmed_at IS NOT NULL))`;
}

const WAITING = `SELECT DISTINCT r.email FROM alert_channels c, unnest(c.recipients) AS r (email)
  WHERE c.organization_id = $1 AND NOT ${agreedSql('c.organization_id', 'r.email')}`;

const STRANGERS = `SELECT (SELECT count(*) FROM alert_recipients
      WHERE organization_id = $1 AND confirmed_at IS NULL AND created_at > now() - interval '1 day')::int
    + (SELECT count(*) FROM unnest($2::text[]) AS r (email) WHERE NOT ${agreedSql('$1', 'r.email')}
        AND NOT EXISTS (SELECT FROM alert_recipients a
          WHERE a.organization_id = $1 AND a.email = r.email))::int AS strangers`;

/**
 * A link goes to an address that has none yet; to others only when asked for again, an hour later and then
 * after as long as since the first one, so that each wait doubles until it is as long as a link works.
 */
const ASK = `INSERT INTO alert_recipients AS a (organization_id, email, ask_due_at)
  SELECT $1, r.email, now() FROM unnest($2::text[]) AS r (email) WHERE NOT ${agreedSql('$1', 'r.email')}
  ON CONFLICT (organization_id, email) DO UPDATE SET ask_due_at = now(), asked_at = now(), ask_attempts = 0
    WHERE $3::boolean AND a.confirmed_at IS NULL AND a.asked_at <= now()
      - least(greatest(interval '1 hour', a.asked_at - a.created_at), interval '7 days')
  RETURNING 1`;

/** Addresses in channels of an organization that wait for their owner's confirmation. */
export async function waitingRecipients(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  organizationId: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRawUnsafe<{ email: string }[]>(WAITING, organizationId);
  return new Set(rows.map(({ email }) => email));
}

/**
 * Has the worker send a link to those addresses that need one. The organization must be locked.
 * @returns how many links, or null when there are too many strangers.
 */
export async function askRecipients(
  tx: Tx,
  organizationId: string,
  emails: readonly string[],
  again = false,
): Promise<number | null> {
  const found = await tx.$queryRawUnsafe<{ strangers: number }[]>(
    STRANGERS,
    organizationId,
    emails,
  );
  if ((found[0]?.strangers ?? 0) > MOST_STRANGERS) return null;
  const asked = await tx.$queryRawUnsafe<unknown[]>(ASK, organizationId, emails, again);
  if (asked.length > 0) await tx.$executeRaw`SELECT pg_notify('alerts', 'recipient')`;
  return asked.length;
}
