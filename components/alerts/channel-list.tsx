import { Megaphone } from 'lucide-react';
import { AskAgainButton } from '#components/alerts/ask-again-button';
import { TestButton } from '#components/alerts/test-button';
import { Badge } from '#components/ui/badge';
import { Callout } from '#components/ui/callout';
import { Card } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { Mono } from '#components/ui/mono';
import { TextLink } from '#components/ui/text-link';
import { EndpointLabel } from '#components/webhooks/endpoint-label';
import type { ChannelsView } from '#lib/alerts/list-channels';
import type { ChannelView } from '#lib/alerts/view';
import type { Environment } from '#lib/db/generated/enums';
import { channelKindTexts } from './alert-texts.ts';
import { troubleOf } from './audience.ts';

type Props = { view: ChannelsView; environment: Environment; mayManage: boolean };

/** Where the organization's alerts go, beside the portal; the same for both environments. */
export function ChannelList({ view, environment, mayManage }: Props) {
  const { channels, mailLeaves, ownWaiting } = view;
  const base = `/${environment}/alerts/channels`;
  const add = mayManage && (
    <>
      <LinkButton size="sm" href={`${base}/new?kind=email`}>
        Add e-mail
      </LinkButton>
      <LinkButton size="sm" href={`${base}/new?kind=slack`}>
        Add Slack
      </LinkButton>
      <LinkButton size="sm" href={`${base}/new?kind=webhook`}>
        Add webhook
      </LinkButton>
    </>
  );
  return (
    <Card
      title="Channels"
      description="Where alerts of both environments go, beside this page."
      actions={add}
      flush
    >
      {!mailLeaves && mayManage && (
        <div className="border-line border-b p-4">
          <Callout tone="warn" title="E-mail does not leave this installation yet">
            No mail server is set, so mails are kept as files in the folder <Mono>outbox</Mono> of
            the server’s data folder. To send them, the operator sets <Mono>SMTP_URL</Mono> and{' '}
            <Mono>MAIL_FROM</Mono> and restarts the product.
          </Callout>
        </div>
      )}
      {ownWaiting !== null && (
        <div className="border-line border-b p-4">
          <Callout tone="warn" title="Your address waits for your confirmation">
            Alerts go to {ownWaiting} only after you followed a link that is mailed there. Press
            “Send link again” to get one.
          </Callout>
        </div>
      )}
      {channels.length === 0 ? (
        <div className="p-4">
          <EmptyState icon={Megaphone} title="No channels">
            Alerts show on this page only. Add a channel so that somebody is told.
          </EmptyState>
        </div>
      ) : (
        <ul className="divide-y divide-line">
          {channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              href={`${base}/${channel.id}`}
              mayManage={mayManage}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ChannelRow({
  channel,
  href,
  mayManage,
}: {
  channel: ChannelView;
  href: string;
  mayManage: boolean;
}) {
  const { recipients = [], waiting = [], withdrawn = [] } = channel.details ?? {};
  const all = waiting.length === recipients.length;
  return (
    <li className="flex flex-wrap items-center gap-2 px-4 py-3">
      <div className="min-w-0 flex-[1_1_16rem]">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {channel.name}
          {!channel.enabled && <Badge>Off</Badge>}
          {waiting.length > 0 && <Badge tone="warn">Waiting</Badge>}
          {withdrawn.length > 0 && <Badge tone="warn">Withdrawn</Badge>}
          {channel.endpointState === 'off' && <Badge tone="warn">Endpoint off</Badge>}
          {channel.endpointState === 'removed' && <Badge tone="warn">Endpoint removed</Badge>}
        </p>
        <p className="break-words text-muted text-sm">
          {channelKindTexts[channel.kind]}
          {channel.details && (
            <>
              {' · '}
              <Destination channel={channel} />
            </>
          )}
          {channel.environment && ` · alerts of ${channel.environment} only`}
        </p>
        <EndpointTrouble channel={channel} />
        {waiting.length > 0 && (
          <p className="break-words text-sm">
            No alerts go to {all ? 'them' : waiting.join(', ')} before they confirm by the link that
            is mailed to them.
          </p>
        )}
        {withdrawn.length > 0 && (
          <p className="break-words text-sm">
            No alerts go to {withdrawn.join(', ')}: whoever has this address wants none. Only the
            link in the mails they got can undo it.
          </p>
        )}
      </div>
      {mayManage && (
        <>
          {waiting.length > 0 && <AskAgainButton channelId={channel.id} name={channel.name} />}
          {troubleOf(channel) === null && <TestButton channelId={channel.id} name={channel.name} />}
          <LinkButton size="sm" href={href} aria-label={`Edit the channel ${channel.name}`}>
            Edit
          </LinkButton>
        </>
      )}
    </li>
  );
}

/** Why nothing goes to a webhook endpoint, and the way out. */
function EndpointTrouble({ channel }: { channel: ChannelView }) {
  const { endpointState, details } = channel;
  if (endpointState === null || endpointState === 'on') return null;
  const endpoint = details?.endpoint;
  return (
    <p className="break-words text-sm">
      {endpointState === 'removed' && 'No alerts go there: choose another endpoint.'}
      {endpointState === 'off' && 'No alerts go there before it is on again.'}
      {endpoint && (
        <>
          {' '}
          <TextLink href={`/${endpoint.environment}/webhooks/${endpoint.id}`}>
            Open the endpoint
          </TextLink>
        </>
      )}
    </p>
  );
}

function Destination({ channel: { kind, details } }: { channel: ChannelView }) {
  if (kind === 'slack') return details?.urlHint;
  if (kind === 'webhook') {
    return details?.endpoint ? <EndpointLabel endpoint={details.endpoint} /> : 'removed';
  }
  const recipients = details?.recipients ?? [];
  return recipients.length === 0
    ? 'all who are owners or admins when an alert fires'
    : recipients.join(', ');
}
