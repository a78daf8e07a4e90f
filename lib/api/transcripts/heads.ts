import type { RouteHead } from '#lib/api/route';

export const transcriptHead: RouteHead = {
  method: 'GET',
  path: '/v1/sessions/:id/transcript',
  permission: 'sessions:read',
  credits: 0,
};
