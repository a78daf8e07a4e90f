import type { Call, Outcome } from '#lib/gate/call';
import { type Route, route } from './route.ts';

/** `GET /v1/me`: what the presented key is and may do. */
export const meRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/me',
    permission: null,
    credits: 0,
    body: null,
    handler: showMe,
  }),
];

function showMe(call: Call): Outcome {
  const { key, organization, account } = call.snapshot;
  const body = JSON.stringify({
    object: 'api_key',
    id: key.id,
    name: key.name,
    organization: { id: organization.id, name: organization.name, plan: organization.plan },
    environment: key.environment,
    permissions: key.permissions,
    expires_at: key.endsAt === null ? null : new Date(key.endsAt).toISOString(),
    credits: { remaining: account.balance, used: account.used },
    rate_limit: {
      limit: call.window.limit,
      remaining: call.window.remaining,
      reset: call.window.resetAt,
    },
  });
  return { kind: 'success', status: 200, body };
}
