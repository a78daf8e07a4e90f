import { expect, test } from 'vitest';
import type { EndpointView } from '#lib/webhooks/view';
import { lostEndpoints } from './lost-endpoints.ts';

const endpoint: EndpointView = {
  ...{ id: 'wh_1', environment: 'live', url: 'https://hooks.example.com/in' },
  ...{ place: 'hooks.example.com/in', description: '', events: [], enabled: true },
  ...{ disabledReason: null, disabledAt: null, failingSince: null, previousEndsAt: null },
  createdAt: '2026-11-01T00:00:00.000Z',
};
const off = (id: string, disabledReason: EndpointView['disabledReason'], disabledAt: string) => ({
  ...endpoint,
  ...{ id, enabled: false, disabledReason, disabledAt },
});

test('an endpoint that a person switched off, or that only fails, is not lost', () => {
  const failing = { ...endpoint, failingSince: '2026-11-20T00:00:00.000Z' };
  const endpoints = [
    endpoint,
    failing,
    off('wh_2', 'gone', '2026-11-20T00:00:00.000Z'),
    off('wh_3', 'owner', '2026-11-21T00:00:00.000Z'),
    off('wh_4', 'failing', '2026-11-22T00:00:00.000Z'),
  ];
  expect(lostEndpoints(endpoints)).toEqual([
    { id: 'wh_4', name: 'hooks.example.com/in', reason: 'failing', at: '2026-11-22T00:00:00.000Z' },
    { id: 'wh_2', name: 'hooks.example.com/in', reason: 'gone', at: '2026-11-20T00:00:00.000Z' },
  ]);
});
