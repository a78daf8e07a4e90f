import { Card } from '#components/ui/card';
import { Facts } from '#components/ui/facts';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { EndpointView } from '#lib/webhooks/view';

/** What an endpoint is and what it is told. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointView }) {
  const { id, url, description, events, previousEndsAt, createdAt } = endpoint;
  return (
    <Card title="Endpoint">
      <Facts
        facts={[
          { label: 'Address', value: <span className="break-all">{url}</span> },
          ...(description ? [{ label: 'Description', value: description }] : []),
          { label: 'Id', value: <Mono>{id}</Mono> },
          { label: 'Added', value: <Time iso={createdAt} style="minute" /> },
          {
            label: 'Events',
            value: (
              <ul className="flex flex-wrap gap-x-3 gap-y-1">
                {events.map((type) => (
                  <li key={type}>
                    <Mono>{type}</Mono>
                  </li>
                ))}
              </ul>
            ),
          },
          {
            label: 'Signing secret',
            value: previousEndsAt ? (
              <>
                Rotated. The old one signs as well until{' '}
                <Time iso={previousEndsAt} style="minute" />.
              </>
            ) : (
              'Stored encrypted, shown once when made.'
            ),
          },
        ]}
      />
    </Card>
  );
}
