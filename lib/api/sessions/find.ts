import type { Snapshot } from '#lib/gate/snapshot';
import type { Obstacle } from '#lib/gate/writer/effect';
import type { SessionRow } from './row.ts';

export type Caller = Pick<Snapshot['key'], 'organizationId' | 'environment'>;
export type GateUrls = { readonly live: string; readonly test: string };

/**
 * Why a caller may not have this session, or null. Another organization's session is not there for them;
 * their own of the other environment is named together with the address to use.
 */
export function refuseSession(
  row: SessionRow | undefined,
  caller: Caller,
  urls: GateUrls,
): Obstacle | null {
  if (row === undefined || row.organization_id !== caller.organizationId) {
    return { code: 'session_not_found' };
  }
  if (row.environment === caller.environment) return null;
  return {
    code: 'api_key_wrong_environment',
    message: `This session belongs to the ${row.environment} environment: use a ${row.environment} key at ${urls[row.environment]}.`,
  };
}
