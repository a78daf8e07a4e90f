import { askRecipients } from '#lib/alerts/recipients';
import type { AlertChannel, WebhookEndpoint } from '#lib/db/generated/client';
import type { Tx } from '#lib/db/prisma';
import { hintOf, parseAddress } from '#lib/outbound/address';
import { denied, done, type Result } from '#lib/result';
import { seal } from '#lib/seal';
import { notFound } from '#lib/verb';

/** Where a channel is to lead, by its kind. */
type Wanted =
  | { readonly kind: 'email'; readonly recipients: string[] }
  | { readonly kind: 'slack'; readonly url: string }
  | { readonly kind: 'webhook'; readonly endpointId: string };

/** What a channel's row says of where it leads. */
type Destination = Partial<
  Pick<AlertChannel, 'recipients' | 'urlHint' | 'endpointId'> & {
    readonly sealedUrl: Uint8Array<ArrayBuffer>;
  }
>;

/** Where a channel that is saved leads, or why it may not; strangers among its addresses get their link. */
export function destinationOf(
  tx: Tx,
  organizationId: string,
  wanted: Wanted,
  before: AlertChannel | null,
): Promise<Result<Destination>> | Result<Destination> {
  switch (wanted.kind) {
    case 'email':
      return mailTo(tx, organizationId, wanted.recipients);
    case 'slack':
      return postTo(wanted.url, before !== null);
    case 'webhook':
      return handTo(tx, organizationId, wanted.endpointId, before);
  }
}

/** Whether a channel's webhook endpoint takes events now. */
export type EndpointState = 'on' | 'off' | 'removed';

/** The state of an endpoint by its row; null when that is gone. */
export function stateOf(
  endpoint: Pick<WebhookEndpoint, 'enabled' | 'deletedAt'> | null,
): EndpointState {
  if (endpoint === null || endpoint.deletedAt !== null) return 'removed';
  return endpoint.enabled ? 'on' : 'off';
}

/** The state of a channel's webhook endpoint, read now. */
export async function endpointState(tx: Tx, channel: AlertChannel): Promise<EndpointState> {
  return stateOf(await endpointOf(tx, channel.organizationId, channel.endpointId));
}

function endpointOf(
  tx: Tx,
  organizationId: string,
  id: string | null,
): Promise<WebhookEndpoint | null> | null {
  return id === null ? null : tx.webhookEndpoint.findUnique({ where: { id, organizationId } });
}

async function mailTo(
  tx: Tx,
  organizationId: string,
  recipients: string[],
): Promise<Result<Destination>> {
  if ((await askRecipients(tx, organizationId, recipients)) !== null) return done({ recipients });
  const message = 'Too many new addresses wait for confirmation today. Add them tomorrow.';
  return denied('rate_limited', message, { recipients: message });
}

function postTo(address: string, has: boolean): Result<Destination> {
  const url = parseAddress(address);
  if (url !== null) {
    return done({ sealedUrl: Uint8Array.from(seal(url.href)), urlHint: hintOf(url) });
  }
  if (has) return done({});
  const message = 'Enter the address of the incoming webhook.';
  return denied('invalid_input', message, { url: message });
}

async function handTo(
  tx: Tx,
  organizationId: string,
  endpointId: string,
  before: AlertChannel | null,
): Promise<Result<Destination>> {
  const endpoint = await endpointOf(tx, organizationId, endpointId);
  if (endpoint === null || endpoint.deletedAt !== null) return notFound('endpoint');
  const last = await endpointOf(tx, organizationId, before?.endpointId ?? null);
  if (last !== null && last.environment !== endpoint.environment) {
    return denied('conflict', 'The environment of a channel never changes. Make another channel.');
  }
  return done({ endpointId });
}
