import type { RouteHead } from '#lib/api/route';

const reading = { method: 'GET', permission: 'recordings:read', credits: 0 } as const;

/** The routes of recordings. */
export const recordingHeads = {
  list: { ...reading, path: '/v1/sessions/:id/recordings' },
  read: { ...reading, path: '/v1/recordings/:id' },
  audio: { ...reading, path: '/v1/recordings/:id/audio' },
} as const satisfies Readonly<Record<string, RouteHead>>;
