import { Inbox } from 'lucide-react';
import { Badge } from '#components/ui/badge';
import { PagedCard } from '#components/ui/paged-card';
import { Td, Th, Tr } from '#components/ui/table';
import { TextLink } from '#components/ui/text-link';
import { Time } from '#components/ui/time';
import type { DeliveryView } from '#lib/alerts/view';
import type { Page } from '#lib/cursor';
import type { Environment } from '#lib/db/generated/enums';
import type { Result } from '#lib/result';
import { eventTexts } from './alert-texts.ts';

/** What was sent where, and how it went. */
export function DeliveryLog({
  listed,
  environment,
  path,
}: {
  listed: Result<Page<DeliveryView>>;
  environment: Environment;
  /** The page that the log stands on. */
  path: string;
}) {
  return (
    <PagedCard
      title="Deliveries"
      description="One that fails is tried again after 1, 5, 30 and 120 minutes, then given up. Those of a webhook channel follow its endpoint’s schedule, which its page tells."
      label={`Deliveries, ${environment}`}
      empty={{
        icon: Inbox,
        title: 'Nothing was sent yet',
        text: 'Alerts and tests that went to a channel show up here.',
      }}
      head={
        <>
          <Th>Time</Th>
          <Th>Channel</Th>
          <Th>Message</Th>
          <Th>State</Th>
          <Th>Note</Th>
        </>
      }
      listed={listed}
      pageAt={(cursor) => `${path}?deliveries=${cursor}`}
      order=", newest first"
    >
      {(delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} environment={environment} />
      )}
    </PagedCard>
  );
}

function DeliveryRow({
  delivery,
  environment,
}: {
  delivery: DeliveryView;
  environment: Environment;
}) {
  const { alert, endpoint, event, status, attempts, note, nextAttemptAt } = delivery;
  return (
    <Tr>
      <Td label="Time">
        <Time iso={delivery.createdAt} style="second" />
      </Td>
      <Td label="Channel">
        {endpoint === null ? (
          delivery.channel
        ) : (
          <TextLink href={`/${endpoint.environment}/webhooks/${endpoint.id}`}>
            {delivery.channel}
          </TextLink>
        )}
      </Td>
      <Td label="Message">
        {eventTexts[event]}
        {alert && (
          <>
            {': '}
            <TextLink href={`/${environment}/alerts/${alert.id}`}>{alert.title}</TextLink>
          </>
        )}
      </Td>
      <Td label="State">
        {status === 'sent' && <Badge tone="ok">Sent</Badge>}
        {status === 'failed' && <Badge tone="fail">Given up</Badge>}
        {status === 'pending' && (
          <Badge tone={attempts === 0 ? 'info' : 'warn'}>
            {attempts === 0 ? 'Waiting' : 'Trying again'}
          </Badge>
        )}
      </Td>
      <Td label="Note">
        <span className="break-words">{note}</span>
        {note !== '' && nextAttemptAt && (
          <span className="block text-muted text-sm">
            {attempts === 0 ? 'Goes on' : `Attempt ${attempts + 1}`} at{' '}
            <Time iso={nextAttemptAt} style="second" />
          </span>
        )}
      </Td>
    </Tr>
  );
}
