import type { Pool } from 'pg';
import type { Addressee } from '#lib/alerts/addressee';
import { email } from '#lib/alerts/channels/email';
import { standingSql } from '#lib/alerts/recipients';
import { settleMail, takeMail } from '#lib/alerts/take-mail';
import { brand } from '#lib/brand';
import type { Environment, WebhookDisabledReason } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import { inert } from '#lib/text';
import { addressLabel } from './label.ts';
import type { NoticeJob } from './queue.ts';

/** Those of them whose address is proven; a function, since settings decide what proves one. */
const factsSql = () => `
  SELECT e.url, e.environment, e.disabled_reason, o.name AS organization, ARRAY(
    SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = e.organization_id AND m.role IN ('owner', 'admin') AND u.disabled_at IS NULL
      AND ${standingSql('m.organization_id', 'u.email')} = 'member'
    ORDER BY u.email) AS recipients
  FROM webhook_endpoints e JOIN organizations o ON o.id = e.organization_id
  WHERE e.id = $1 AND e.disabled_reason IN ('gone', 'failing') AND e.deleted_at IS NULL`;

type Row = {
  url: string;
  environment: Environment;
  disabled_reason: WebhookDisabledReason;
  organization: string;
  recipients: string[];
};

/**
 * Mails owners and admins that an endpoint was switched off; nothing when it is on again.
 * @throws when the mail could not be sent, for another try
 */
export async function tellOwners(pool: Pool, { endpointId, noticeId }: NoticeJob): Promise<void> {
  const { rows } = await pool.query<Row>(factsSql(), [endpointId]);
  const [row] = rows;
  if (row === undefined || row.recipients.length === 0) return;
  const { url, environment, disabled_reason: reason, organization, recipients } = row;
  const why =
    reason === 'gone'
      ? 'It answered 410 Gone, which asks us to stop.'
      : 'For five days every attempt to deliver to it failed.';
  const message = {
    title: inert(`Webhook endpoint ${addressLabel(url)} was switched off`),
    lines: [
      why,
      `${organization}, ${environment} environment. Events are not sent to it any more.`,
      `When it works again, switch it on in the ${brand.name}; deliveries that were given up can be sent again there.`,
    ].map(inert),
    link: {
      label: 'Open the endpoint',
      url: `${env().portalUrl}/${environment}/webhooks/${endpointId}`,
    },
  };
  const sent = await email.send(message, {
    deliveryId: noticeId,
    recipients: recipients.map((address) => ownerAt(pool, address, noticeId)),
    waiting: 0,
    withdrawn: 0,
    sealedUrl: null,
  });
  if (!sent.ok) throw new Error(sent.words);
}

function ownerAt(pool: Pool, address: string, noticeId: string): Addressee {
  const mail = { email: address, about: `webhook ${noticeId}` };
  return {
    email: address,
    take: () => takeMail(pool, { ...mail, kind: 'alert', deliveryId: noticeId }),
    settle: (sent) => settleMail(pool, mail, sent),
  };
}
