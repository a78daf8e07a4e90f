import type { Pool, PoolClient } from 'pg';
import { brand } from '#lib/brand';
import { transaction } from '#lib/db/transaction';
import { env } from '#lib/env';
import { ulid } from '#lib/ids';
import { log } from '#lib/log';
import { inert } from '#lib/text';
import { mailMessage } from './channels/email.ts';
import type { Message } from './message.ts';
import { newRecipientToken } from './recipient-token.ts';
import { settleMail, takeMailIn } from './take-mail.ts';

const DAYS = 7;
const ATTEMPTS = 5;

const DUE = `
  SELECT a.organization_id, a.email, o.name AS organization
  FROM alert_recipients a JOIN organizations o ON o.id = a.organization_id AND o.status = 'active'
  WHERE a.ask_due_at <= clock_timestamp() AND a.confirmed_at IS NULL AND a.withdrawn_at IS NULL
  ORDER BY a.ask_due_at LIMIT 1 FOR UPDATE OF a SKIP LOCKED`;
/** Each attempt has a link of its own, since only its mail ever holds the token. */
const CLAIM = `
  UPDATE alert_recipients SET token_hash = $3, token_expires_at = clock_timestamp() + interval '${DAYS} days',
    ask_attempts = ask_attempts + 1,
    ask_due_at = CASE WHEN ask_attempts + 1 < ${ATTEMPTS} THEN clock_timestamp() + interval '10 minutes' END
  WHERE organization_id = $1 AND email = $2`;
/** The address got many links: this one is not lost, and has used no attempt. */
const PUT_OFF =
  'UPDATE alert_recipients SET ask_due_at = $3 WHERE organization_id = $1 AND email = $2';
const SENT = 'UPDATE alert_recipients SET ask_due_at = NULL WHERE token_hash = $1';

type Due = {
  readonly organization_id: string;
  readonly email: string;
  readonly organization: string;
};

/** Sends the links that are due, by which owners of addresses confirm them. @returns how many. */
export async function askDue(pool: Pool): Promise<number> {
  for (let links = 0; ; ) {
    const { token, hash } = newRecipientToken();
    const about = `ask_${ulid()}`;
    const claimed = await transaction(pool, (client) => claim(client, hash, about));
    if (claimed === null) return links;
    if (claimed === 'put off') continue;
    links++;
    await send(pool, claimed, { token, hash, about });
  }
}

async function claim(
  client: PoolClient,
  hash: Buffer,
  about: string,
): Promise<Due | 'put off' | null> {
  const [due] = (await client.query<Due>(DUE)).rows;
  if (due === undefined) return null;
  const { organization_id, email } = due;
  const taken = await takeMailIn(client, { email, about, kind: 'link', deliveryId: '' });
  if (taken.do === 'send') {
    await client.query(CLAIM, [organization_id, email, hash]);
    return due;
  }
  const until = taken.do === 'wait' ? taken.until : null;
  await client.query(PUT_OFF, [organization_id, email, until]);
  return 'put off';
}

async function send(
  pool: Pool,
  { email, organization }: Due,
  { token, hash, about }: { token: string; hash: Buffer; about: string },
): Promise<void> {
  try {
    await mailMessage(linkMessage(organization, token), { id: about, to: email });
    await settleMail(pool, { email, about }, true);
    await pool.query(SENT, [hash]);
  } catch (error) {
    await settleMail(pool, { email, about }, false);
    log().warn({ err: error }, 'a link to confirm an address was not sent');
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
