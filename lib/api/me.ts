import type { Call, Outcome } from '#lib/gate/call';
import type { Snapshot } from '#lib/gate/snapshot';
import { type Route, type RouteHead, route } from './route.ts';

export const meHead: RouteHead = { method: 'GET', path: '/v1/me', permission: null, credits: 0 };

/** `GET /v1/me`: what the presented key is and may do. */
export const meRoutes: readonly Route[] = [route({ ...meHead, body: null, handler: showMe })];

function showMe(call: Call): Outcome {
  const { account } = call.snapshot;
  const { limit, remaining, resetAt } = call.window;
  const body =
    `${fixedPart(call.snapshot)},"credits":{"remaining":${account.balance},"used":${account.used}}` +
    `,"rate_limit":{"limit":${limit},"remaining":${remaining},"reset":${resetAt}}}`;
  return { kind: 'success', status: 200, body };
}

/** What stays the same while a snapshot lives, serialised once; the closing brace is still to come. */
const fixedParts = new WeakMap<Snapshot, string>();

function fixedPart(snapshot: Snapshot): string {
  const known = fixedParts.get(snapshot);
  if (known !== undefined) return known;
  const { key, organization } = snapshot;
  const json = JSON.stringify({
    object: 'api_key',
    id: key.id,
    name: key.name,
    organization: { id: organization.id, name: organization.name, plan: organization.plan },
    environment: key.environment,
    permissions: key.permissions,
    expires_at: key.endsAt === null ? null : new Date(key.endsAt).toISOString(),
  });
  const open = json.slice(0, -1);
  fixedParts.set(snapshot, open);
  return open;
}
