import { labelOf } from '#lib/webhooks/label';
import type { EndpointView } from '#lib/webhooks/view';

/** A webhook endpoint to choose. */
export type Endpoint = Pick<EndpointView, 'id' | 'place' | 'description' | 'enabled'>;

/** How an endpoint is offered. Ids tell two apart that look alike, as when only their queries differ. */
export function choiceOf(endpoint: Endpoint, all: readonly Endpoint[]): string {
  const label = labelOf(endpoint);
  const isAlone = all.every((one) => one === endpoint || labelOf(one) !== label);
  return [label, isAlone ? '' : endpoint.id, endpoint.enabled ? '' : 'off']
    .filter(Boolean)
    .join(', ');
}
