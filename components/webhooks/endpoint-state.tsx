import { Badge } from '#components/ui/badge';
import { Callout } from '#components/ui/callout';
import { Time } from '#components/ui/time';
import type { EndpointView } from '#lib/webhooks/view';

/** Whether an endpoint gets anything, in a word. */
export function EndpointState({ endpoint }: { endpoint: EndpointView }) {
  if (!endpoint.enabled) {
    return endpoint.disabledReason === 'owner' ? (
      <Badge>Off</Badge>
    ) : (
      <Badge tone="fail">Switched off</Badge>
    );
  }
  if (endpoint.failingSince) return <Badge tone="warn">Failing</Badge>;
  return <Badge tone="ok">On</Badge>;
}

/** What is wrong with an endpoint and what to do; nothing when all is well. */
export function EndpointNote({ endpoint }: { endpoint: EndpointView }) {
  const { enabled, disabledReason, disabledAt, failingSince } = endpoint;
  if (!enabled && disabledAt && disabledReason !== 'owner') {
    return (
      <Callout tone="fail" title="This endpoint was switched off automatically">
        {disabledReason === 'gone'
          ? 'It answered 410 Gone, which asks us to stop'
          : 'For five days every attempt failed'}{' '}
        (<Time iso={disabledAt} style="minute" />
        ). It gets no events while it is off. When it works again, switch it on; what was given up
        before can be sent again below.
      </Callout>
    );
  }
  if (enabled && failingSince) {
    return (
      <Callout tone="warn" title="Deliveries fail">
        Every attempt since <Time iso={failingSince} style="minute" /> failed. After five days the
        endpoint is switched off. The deliveries below show what it answered.
      </Callout>
    );
  }
  return null;
}
