import type { Pool } from 'pg';
import type { Tx } from '#lib/db/prisma';
import { settings } from '#lib/env';

/** Addresses of a day that nobody confirmed: an organization must not write to strangers without end. */
const MOST_STRANGERS = 40;

/** Whether alerts of an organization may go to an address: only to a member's that is proven, or to a confirmed one. */
export type Standing = 'member' | 'confirmed' | 'waiting' | 'withdrawn';

/**
 * SQL for an address's standing. Signing up proves no address; without a mail server every member counts,
 * since no mail leaves the installation.
 */
export function standingSql(organization: string, email: string): string {
  const anyMember = settings().mail.smtpUrl === undefined;
  return `(CASE WHEN EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = ${organization} AND u.email = ${email} AND u.disabled_at IS NULL
        AND (${anyMember} OR u.email_proven_at IS NOT NULL)) THEN 'member'
    ELSE coalesce((SELECT CASE WHEN a.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN a.confirmed_at IS NOT NULL THEN 'confirmed' END FROM alert_recipients a
      WHERE a.organization_id = ${organization} AND a.email = ${email}), 'waiting') END)`;
}

/** SQL for the addresses of a channel of the alias: those it names, else those of owners and admins. */
export function addressesSql(channel: string): string {
  return `(CASE WHEN ${channel}.kind <> 'email' THEN '{}'
    WHEN cardinality(${channel}.recipients) > 0 THEN ${channel}.recipients
    ELSE ARRAY(SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = ${channel}.organization_id AND m.role IN ('owner', 'admin')
        AND u.disabled_at IS NULL ORDER BY u.email) END)`;
}

const channelsSql = () => `
  SELECT c.id AS channel, r.email, ${standingSql('c.organization_id', 'r.email')} AS standing
  FROM alert_channels c, unnest(${addressesSql('c')}) AS r (email) WHERE c.organization_id = $1 ORDER BY r.email`;

const strangersSql = () => `SELECT (SELECT count(*) FROM alert_recipients
      WHERE organization_id = $1 AND confirmed_at IS NULL AND created_at > now() - interval '1 day')::int
    + (SELECT count(*) FROM unnest($2::text[]) AS r (email) WHERE ${standingSql('$1', 'r.email')} = 'waiting'
        AND NOT EXISTS (SELECT FROM alert_recipients a
          WHERE a.organization_id = $1 AND a.email = r.email))::int AS strangers`;

/**
 * A link goes to an address that has none yet; to others only when asked for again, an hour later and then
 * after as long as since the first one, so that each wait doubles until it is as long as a link works.
 */
const askSql = () => `INSERT INTO alert_recipients AS a (organization_id, email, ask_due_at)
  SELECT $1, r.email, now() FROM unnest($2::text[]) AS r (email) WHERE ${standingSql('$1', 'r.email')} = 'waiting'
  ON CONFLICT (organization_id, email) DO UPDATE SET ask_due_at = now(), asked_at = now(), ask_attempts = 0
    WHERE $3::boolean AND a.confirmed_at IS NULL AND a.asked_at <= now()
      - least(greatest(interval '1 hour', a.asked_at - a.created_at), interval '7 days')
  RETURNING 1`;

/** An address of a channel, and whether alerts may go there. */
export type Recipient = {
  readonly channel: string;
  readonly email: string;
  readonly standing: Standing;
};

/** The addresses of all channels of an organization, as they are now. */
export function channelRecipients(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  organizationId: string,
): Promise<Recipient[]> {
  return tx.$queryRawUnsafe<Recipient[]>(channelsSql(), organizationId);
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
    strangersSql(),
    organizationId,
    emails,
  );
  if ((found[0]?.strangers ?? 0) > MOST_STRANGERS) return null;
  const asked = await tx.$queryRawUnsafe<unknown[]>(askSql(), organizationId, emails, again);
  if (asked.length > 0) await tx.$executeRaw`SELECT pg_notify('alerts', 'recipient')`;
  return asked.length;
}

/** An address that nobody was asked about, such as of an owner who signed up, gets its first link now. */
const FIRST = `WITH asked AS (
    INSERT INTO alert_recipients (organization_id, email, ask_due_at)
    SELECT $1, r.email, now() FROM unnest($2::text[]) AS r (email) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT pg_notify('alerts', 'recipient') FROM asked LIMIT 1`;

/** Has the worker send a link to those addresses that had none yet. */
export async function askFirst(
  pool: Pool,
  organizationId: string,
  emails: readonly string[],
): Promise<void> {
  await pool.query(FIRST, [organizationId, emails]);
}
