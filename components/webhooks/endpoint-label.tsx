import { labelOf, type Named } from '#lib/webhooks/label';

/** What an endpoint is known by; its whole place shows when one points at it. */
export function EndpointLabel({ endpoint }: { endpoint: Named }) {
  return (
    <span className="break-words" title={endpoint.place}>
      {labelOf(endpoint)}
    </span>
  );
}
