import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { callOrigin, notePeers } from './caller.ts';

describe('the address is the connection’s own, whatever a client claims', () => {
  test('none, while this process notes no peers', async () => {
    expect(await originOfLiar()).toMatchObject({ ip: '', userAgent: 'liar' });
  });

  test('the socket’s, once it does', async () => {
    notePeers();
    expect(await originOfLiar()).toMatchObject({ ip: '127.0.0.1', userAgent: 'liar' });
  });
});

/** What `callOrigin` makes of a request whose headers lie, over a real connection. */
async function originOfLiar(): Promise<unknown> {
  const server = createServer(({ headers }, response) => {
    const sent = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    response.end(JSON.stringify(callOrigin(sent, [])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = {
    'x-portal-peer': '198.51.100.1',
    'x-forwarded-for': '198.51.100.2',
    'user-agent': 'liar',
  };
  const text = await new Promise<string>((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', headers }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    });
    call.on('error', reject).end();
  });
  server.close();
  return JSON.parse(text);
}
