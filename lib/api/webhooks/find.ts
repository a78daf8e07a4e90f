import type { Caller, GateUrls } from '#lib/api/owner';
import type { Obstacle } from '#lib/gate/writer/effect';
import type { WebhookRow } from './row.ts';

/**
 * Why a caller may not have this endpoint, or null. Another organization's is not there for them; their own
 * of the other environment is named together with the address to use.
 */
export function refuseWebhook(
  row: WebhookRow | undefined,
  caller: Caller,
  urls: GateUrls,
): Obstacle | null {
  if (row === undefined || row.organization_id !== caller.organizationId) {
    return { code: 'webhook_not_found' };
  }
  if (row.environment === caller.environment) return null;
  return {
    code: 'api_key_wrong_environment',
    message: `This webhook belongs to the ${row.environment} environment: use a ${row.environment} key at ${urls[row.environment]}.`,
  };
}
