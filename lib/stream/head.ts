import type { RouteHead } from '#lib/api/route';

/** The handshake of a stream, as it is recorded. It takes a stream token instead of a key. */
export const streamHead = {
  method: 'GET',
  path: '/v1/sessions/:id/connect',
  permission: null,
  credits: 0,
} as const satisfies RouteHead;
