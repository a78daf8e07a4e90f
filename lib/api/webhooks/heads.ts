import type { RouteHead } from '#lib/api/route';

const common = { permission: 'webhooks:manage', credits: 0 } as const;

/** The routes of webhook endpoints. */
export const webhookHeads = {
  list: { method: 'GET', path: '/v1/webhooks', ...common },
  create: { method: 'POST', path: '/v1/webhooks', ...common },
  read: { method: 'GET', path: '/v1/webhooks/:id', ...common },
  update: { method: 'PATCH', path: '/v1/webhooks/:id', ...common },
  remove: { method: 'DELETE', path: '/v1/webhooks/:id', ...common },
  test: { method: 'POST', path: '/v1/webhooks/:id/test', ...common },
  rotateSecret: { method: 'POST', path: '/v1/webhooks/:id/rotate_secret', ...common },
} as const satisfies Readonly<Record<string, RouteHead>>;
