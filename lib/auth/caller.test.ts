import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { callOrigin, notePeers } from './caller.ts';

test('the address is the connection’s own, whatever a client claims', async () => {
  notePeers();
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
  expect(JSON.parse(text)).toMatchObject({ ip: '127.0.0.1', userAgent: 'liar' });
});
