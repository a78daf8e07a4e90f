import type { RouteHead } from '#lib/api/route';

/** The routes of voice sessions. */
export const sessionHeads = {
  create: { method: 'POST', path: '/v1/sessions', permission: 'sessions:write', credits: 1 },
  read: { method: 'GET', path: '/v1/sessions/:id', permission: 'sessions:read', credits: 0 },
  end: { method: 'POST', path: '/v1/sessions/:id/end', permission: 'sessions:write', credits: 0 },
  streamToken: {
    method: 'POST',
    path: '/v1/sessions/:id/stream_token',
    permission: 'sessions:write',
    credits: 0,
  },
} as const satisfies Readonly<Record<string, RouteHead>>;
