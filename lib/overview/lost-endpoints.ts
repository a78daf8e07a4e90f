import type { LostEndpoint } from '#lib/overview/attention';
import type { EndpointView } from '#lib/webhooks/view';

/** The endpoints that were switched off by themselves and not by a person, the last one first. */
export function lostEndpoints(endpoints: readonly EndpointView[]): readonly LostEndpoint[] {
  return endpoints
    .flatMap(({ id, host, disabledReason: reason, disabledAt: at }) =>
      (reason === 'gone' || reason === 'failing') && at !== null ? [{ id, host, reason, at }] : [],
    )
    .sort((one, other) => other.at.localeCompare(one.at));
}
