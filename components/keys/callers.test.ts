import { expect, test } from 'vitest';
import { callersOf } from './callers.ts';

test('calls are counted per address and client, the latest caller first', () => {
  const call = (second: number, ip: string, client: string) => ({
    at: `2026-11-24T12:00:0${second}.000Z`,
    ip,
    client,
  });
  const calls = [
    call(3, '10.0.0.1', 'curl/8'),
    call(2, '10.0.0.2', 'node'),
    call(1, '10.0.0.1', 'curl/8'),
    call(0, '10.0.0.1', 'node'),
  ];
  expect(callersOf(calls)).toEqual([
    {
      ip: '10.0.0.1',
      client: 'curl/8',
      calls: 2,
      firstSeen: '2026-11-24T12:00:01.000Z',
      lastSeen: '2026-11-24T12:00:03.000Z',
    },
    expect.objectContaining({ ip: '10.0.0.2', client: 'node', calls: 1 }),
    expect.objectContaining({ ip: '10.0.0.1', client: 'node', calls: 1 }),
  ]);
});
