import { Webhook } from 'lucide-react';
import { Card } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { TextLink } from '#components/ui/text-link';
import { EndpointState } from '#components/webhooks/endpoint-state';
import type { Environment } from '#lib/db/generated/enums';
import type { EndpointView } from '#lib/webhooks/view';

/** The endpoints of an environment, or what to do when there are none. */
export function EndpointList({
  endpoints,
  environment,
  mayManage,
}: {
  endpoints: readonly EndpointView[];
  environment: Environment;
  mayManage: boolean;
}) {
  const base = `/${environment}/webhooks`;
  if (endpoints.length === 0) {
    return (
      <EmptyState
        icon={Webhook}
        title="No endpoints yet"
        actions={
          mayManage && (
            <LinkButton variant="primary" href={`${base}/new`}>
              Add endpoint
            </LinkButton>
          )
        }
      >
        Add an address of yours, and it is told when a session ends, a recording is ready or credits
        run low.
      </EmptyState>
    );
  }
  return (
    <Card title="Endpoints" description="Each has its own events and its own secret." flush>
      <ul className="divide-y divide-line">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
            <div className="min-w-0 flex-[1_1_16rem]">
              <p className="break-all font-medium">
                <TextLink href={`${base}/${endpoint.id}`}>{endpoint.url}</TextLink>
              </p>
              <p className="break-words text-muted text-sm">
                {[endpoint.description, eventsText(endpoint.events)].filter(Boolean).join(' · ')}
              </p>
            </div>
            <EndpointState endpoint={endpoint} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function eventsText(events: readonly string[]): string {
  const [first = ''] = events;
  return events.length === 1 ? first : `${events.length} events`;
}
