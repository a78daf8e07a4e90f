import { Inbox } from 'lucide-react';
import { Mono } from '#components/ui/mono';
import { PagedCard } from '#components/ui/paged-card';
import { Td, Th, Tr } from '#components/ui/table';
import { TextLink } from '#components/ui/text-link';
import { Time } from '#components/ui/time';
import { answerText, DeliveryState } from '#components/webhooks/delivery-state';
import type { Page } from '#lib/cursor';
import type { Result } from '#lib/result';
import type { DeliveryView } from '#lib/webhooks/view';

/** What was sent to an endpoint, and how it went. */
export function Deliveries({
  listed,
  path,
}: {
  listed: Result<Page<DeliveryView>>;
  /** The endpoint's page. */
  path: string;
}) {
  return (
    <PagedCard
      title="Deliveries"
      description="One that fails is tried again after about 1, 5 and 30 minutes, 2, 5, 10 and 24 hours, then given up. Kept for 30 days."
      label="Deliveries"
      empty={{
        icon: Inbox,
        title: 'Nothing was sent yet',
        text: 'Events that this endpoint asked for show up here, and tests.',
      }}
      head={
        <>
          <Th>Time</Th>
          <Th>Event</Th>
          <Th>State</Th>
          <Th>Answer</Th>
          <Th>Next attempt</Th>
        </>
      }
      listed={listed}
      pageAt={(cursor) => `${path}?deliveries=${cursor}`}
      order=", newest first"
    >
      {(delivery) => (
        <Tr key={delivery.id}>
          <Td label="Time">
            <Time iso={delivery.createdAt} style="second" />
          </Td>
          <Td label="Event">
            <TextLink href={`${path}/deliveries/${delivery.id}`}>
              <Mono>{delivery.type}</Mono>
            </TextLink>
          </Td>
          <Td label="State">
            <DeliveryState delivery={delivery} />
          </Td>
          <Td label="Answer">{answerText(delivery.lastStatus, delivery.attempts)}</Td>
          <Td label="Next attempt">
            {delivery.nextAttemptAt && delivery.attempts > 0 ? (
              <Time iso={delivery.nextAttemptAt} style="second" />
            ) : (
              '—'
            )}
          </Td>
        </Tr>
      )}
    </PagedCard>
  );
}
