import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { getCloneableBody } from 'next/dist/server/body-streams';
import loadConfig from 'next/dist/server/config';
import { expect, test, vi } from 'vitest';

const MIB = 1024 * 1024;

test('Next.js holds a quarter of a megabyte of a body at most, and an action takes half of that', async () => {
  const { experimental } = await loadConfig('phase-production-build', process.cwd(), {
    silent: true,
  });
  const limit = Number(experimental.proxyClientMaxBodySize);
  expect(limit).toBe(MIB / 4);
  expect(experimental.serverActions?.bodySizeLimit).toBe('128kb');

  vi.spyOn(console, 'warn').mockReturnValue();
  const flood = new IncomingMessage(new Socket());
  for (let sent = 0; sent < 4 * MIB; sent += MIB / 16) flood.push(Buffer.alloc(MIB / 16));
  flood.push(null);
  const held = await buffer(getCloneableBody(flood, limit).cloneBodyStream());
  expect(held.length).toBe(MIB / 4);
});
