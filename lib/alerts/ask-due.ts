import type { Pool } from 'pg';
import { brand } from '#lib/brand';
import { env } from '#lib/env';
import { ulid } from '#lib/ids';
import { log } from '#lib/log';
import { inert } from '#lib/text';
import { email } from './channels/email.ts';
import type { Message } from './message.ts';
import { newRecipientToken } from './recipient-token.ts';

const DAYS = 7;
const ATTEMPTS = 5;

/** Each attempt has a link of its own, since only its mail ever holds the token. */
const CLAIM = `
  WITH due AS (
    SELECT organization_id, email FROM alert_recipients
    WHERE ask_due_at <= clock_timestamp() AND confirmed_at IS NULL
    ORDER BY ask_due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE alert_recipients a SET token_hash = $1, token_expires_at = clock_timestamp() + interval '${DAYS} days',
    ask_attempts = ask_attempts + 1,
    ask_due_at = CASE WHEN ask_attempts + 1 < ${ATTEMPTS} THEN clock_timestamp() + interval '10 minutes' END
  FROM due, organizations o
  WHERE a.organization_id = due.organization_id AND a.email = due.email AND o.id = a.organization_id
  RETURNING a.email, o.name AS organization`;
const SENT = 'UPDATE alert_recipients SET ask_due_at = NULL WHERE token_hash = $1';

/** Sends the links that are due, by which owners of addresses confirm them. @returns how many. */
export async function askDue(pool: Pool): Promise<number> {
  for (let links = 0; ; links++) {
    const { token, hash } = newRecipientToken();
    const { rows } = await pool.query<{ email: string; organization: string }>(CLAIM, [hash]);
    const [asked] = rows;
    if (asked === undefined) return links;
    const { ok, words } = await email.send(linkMessage(asked.organization, token), {
      deliveryId: `ask_${ulid()}`,
      recipients: [asked.email],
      waiting: 0,
      sealedUrl: null,
    });
    if (ok) await pool.query(SENT, [hash]);
    else log().warn({ words }, 'a link to confirm an address was not sent');
  }
}

function linkMessage(organization: string, token: string): Message {
  return {
    title: inert(`Confirm this address for alerts of ${organization}`),
    lines: [
      inert(`${organization} wants to send alerts of its ${brand.name} to this address.`),
      'Nothing is sent before you confirm. If you do not know why you got this, do nothing.',
      `The link works once, for ${DAYS} days.`,
    ],
    link: {
      label: 'Confirm the address',
      url: `${env().portalUrl}/confirm-address?token=${token}`,
    },
  };
}
