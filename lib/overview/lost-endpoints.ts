import type { LostEndpoint } from '#lib/overview/attention';
import { nameOf } from '#lib/webhooks/label';
import type { EndpointView } from '#lib/webhooks/view';

/** The endpoints that were switched off by themselves and not by a person, the last one first. */
export function lostEndpoints(endpoints: readonly EndpointView[]): readonly LostEndpoint[] {
  return endpoints
    .flatMap((endpoint) => {
      const { id, disabledReason: reason, disabledAt: at } = endpoint;
      return (reason === 'gone' || reason === 'failing') && at !== null
        ? [{ id, name: nameOf(endpoint), reason, at }]
        : [];
    })
    .sort((one, other) => other.at.localeCompare(one.at));
}
