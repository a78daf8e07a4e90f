import type { Pool, PoolClient } from 'pg';
import { transaction } from '#lib/db/transaction';

/** Enough for a bad day of several rules; more in a mailbox would be a flood, whoever has it sent. */
const AN_HOUR = 20;
const A_DAY = 60;
/** Links go to people who never asked for any: whoever names an address, together they get no more a day. */
const LINKS_A_DAY = 3;
/** A mail that was taken so long ago and not sent is one of a worker that died. */
const ABANDONED = `interval '2 minutes'`;

/** A mail that wants to go to an address: `about` is the same for all that would tell the same. */
type Wanted = {
  readonly email: string;
  readonly about: string;
  readonly kind: 'alert' | 'link';
  /** Empty for a link. */
  readonly deliveryId: string;
};

/** What is to become of a mail: sent now, sent later, or not at all because it was. */
export type Taken =
  | { readonly do: 'send' }
  | { readonly do: 'leave'; readonly by: 'this' | 'another' }
  | { readonly do: 'wait'; readonly until: Date; readonly why: 'many' | 'another' | 'order' };

/** Its own transaction sees what others took before, since each of them held this lock. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('alert mail ' || $1, 0))`;

const STATE = `
  SELECT m.delivery_id, m.sent_at IS NOT NULL AS sent, m.taken_at > clock_timestamp() - ${ABANDONED} AS fresh,
    clock_timestamp() + interval '1 minute' AS soon, before.until AS behind,
    greatest(${nextFree(`interval '1 hour'`, '$4')}, ${nextFree(`interval '1 day'`, '$5')}) AS free_at
  FROM (SELECT 1) one LEFT JOIN alert_mails m ON m.email = $1 AND m.about = $2
  LEFT JOIN LATERAL (
    SELECT max(greatest(e.next_attempt_at, clock_timestamp() + interval '10 seconds')) AS until
    FROM alert_deliveries d JOIN alert_deliveries e ON e.alert_id = d.alert_id AND e.channel_id = d.channel_id
    WHERE d.id = $6 AND e.status = 'pending' AND e.id <> d.id
      AND (e.event < d.event OR (e.event = d.event AND e.created_at < d.created_at))
      AND NOT EXISTS (SELECT FROM alert_mails s WHERE s.email = $1 AND s.sent_at IS NOT NULL
        AND s.about = concat_ws(' ', e.alert_id, e.event, e.stage))) before ON true`;

const TAKE = `
  INSERT INTO alert_mails (email, about, kind, delivery_id, taken_at)
  VALUES ($1, $2, $3::alert_mail_kind, $4, clock_timestamp())
  ON CONFLICT (email, about) DO UPDATE SET delivery_id = excluded.delivery_id, taken_at = excluded.taken_at`;
const SENT = 'UPDATE alert_mails SET sent_at = clock_timestamp() WHERE email = $1 AND about = $2';
const NOT_SENT = 'DELETE FROM alert_mails WHERE email = $1 AND about = $2 AND sent_at IS NULL';

/** SQL for when an address has room again, null when it has: the mails of the last `span` count. */
function nextFree(span: string, most: string): string {
  return `(SELECT taken_at + ${span} FROM alert_mails
    WHERE email = $1 AND about <> $2 AND kind = $3::alert_mail_kind AND taken_at > clock_timestamp() - ${span}
    ORDER BY taken_at DESC OFFSET ${most}::int - 1 LIMIT 1)`;
}

type State = {
  delivery_id: string | null;
  sent: boolean;
  fresh: boolean | null;
  soon: Date;
  behind: Date | null;
  free_at: Date | null;
};

/** Takes a mail for sending, when its address has room for it; exact however many workers do so at once. */
export function takeMail(pool: Pool, wanted: Wanted): Promise<Taken> {
  return transaction(pool, (client) => takeMailIn(client, wanted));
}

/** As `takeMail`, within a transaction of the caller's. */
export async function takeMailIn(client: PoolClient, wanted: Wanted): Promise<Taken> {
  const { email, about, kind, deliveryId } = wanted;
  await client.query(LOCK, [email]);
  const [anHour, aDay] = kind === 'link' ? [LINKS_A_DAY, LINKS_A_DAY] : [AN_HOUR, A_DAY];
  const { rows } = await client.query<State>(STATE, [email, about, kind, anHour, aDay, deliveryId]);
  const taken = decide(rows[0], deliveryId);
  if (taken.do === 'send') await client.query(TAKE, [email, about, kind, deliveryId]);
  return taken;
}

function decide(state: State | undefined, deliveryId: string): Taken {
  if (state === undefined) throw new Error('the state of a mail has one row');
  const { delivery_id, sent, fresh, soon, behind, free_at } = state;
  if (sent) return { do: 'leave', by: delivery_id === deliveryId ? 'this' : 'another' };
  if (fresh) return { do: 'wait', until: soon, why: 'another' };
  if (behind !== null) return { do: 'wait', until: behind, why: 'order' };
  return free_at === null ? { do: 'send' } : { do: 'wait', until: free_at, why: 'many' };
}

/** Says how a mail that was taken went: what was not sent takes no room and may be taken again. */
export async function settleMail(
  pool: Pool,
  { email, about }: Pick<Wanted, 'email' | 'about'>,
  sent: boolean,
): Promise<void> {
  await pool.query(sent ? SENT : NOT_SENT, [email, about]);
}
