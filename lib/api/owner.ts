import type { ErrorCode } from '#lib/errors';
import { type Refusal, refuse } from '#lib/gate/call';
import type { Snapshot } from '#lib/gate/snapshot';
import type { Obstacle } from '#lib/gate/writer/effect';

export type Caller = Pick<Snapshot['key'], 'organizationId' | 'environment'>;
export type GateUrls = { readonly live: string; readonly test: string };

/** Whose a resource is. */
export type Owned = {
  readonly organization_id: string;
  readonly environment: Snapshot['key']['environment'];
};

/** How a kind of resource is refused. */
export type ResourceKind = { readonly noun: string; readonly missing: ErrorCode };

/**
 * Why a caller may not have a resource, or null. Another organization's is not there for them; their own of
 * the other environment is named together with the address to use.
 */
export function refuseResource(
  row: Owned | undefined,
  caller: Caller,
  urls: GateUrls,
  { noun, missing }: ResourceKind,
): Obstacle | null {
  if (row === undefined || row.organization_id !== caller.organizationId) return { code: missing };
  if (row.environment === caller.environment) return null;
  return {
    code: 'api_key_wrong_environment',
    message: `This ${noun} belongs to the ${row.environment} environment: use a ${row.environment} key at ${urls[row.environment]}.`,
  };
}

/** An obstacle as a read refuses it. */
export function refuseFor({ code, message }: Obstacle): Refusal {
  return refuse('effect', code, message === undefined ? undefined : { message });
}
