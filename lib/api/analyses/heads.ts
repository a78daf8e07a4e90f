import type { RouteHead } from '#lib/api/route';

/** The routes of analyses. */
export const analysisHeads = {
  create: {
    method: 'POST',
    path: '/v1/sessions/:id/analysis',
    permission: 'analysis:write',
    credits: 1,
  },
  read: { method: 'GET', path: '/v1/analyses/:id', permission: 'analysis:read', credits: 0 },
} as const satisfies Readonly<Record<string, RouteHead>>;
