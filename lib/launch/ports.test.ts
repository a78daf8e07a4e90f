import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPorts } from './ports.ts';

const server = createServer();
let taken: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  taken = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server.close());

test('a port in use is one sentence with the port and its setting', async () => {
  await expect(
    checkPorts([
      { port: 0, host: undefined, setting: 'GATE_LISTEN' },
      { port: taken, host: undefined, setting: 'PORTAL_PORT' },
    ]),
  ).rejects.toThrow(
    `Port ${taken} is in use: stop the program that listens there, or set PORTAL_PORT to another port.`,
  );
});

test('a port in use on one interface only is found too', async () => {
  await expect(
    checkPorts([{ port: taken, host: '127.0.0.1', setting: 'PORTAL_PORT' }]),
  ).rejects.toThrow(`Port ${taken} of 127.0.0.1 is in use`);
});

test('two settings may not name the same port', async () => {
  await expect(
    checkPorts([
      { port: 3999, host: undefined, setting: 'PORTAL_PORT' },
      { port: 3999, host: undefined, setting: 'GATE_LISTEN' },
    ]),
  ).rejects.toThrow('Port 3999 is named by both PORTAL_PORT and GATE_LISTEN.');
});

test('an address that this machine does not have', async () => {
  await expect(
    checkPorts([{ port: 3999, host: '192.0.2.1', setting: 'GATE_LISTEN' }]),
  ).rejects.toThrow(/cannot be listened on \(EADDRNOTAVAIL\): set GATE_LISTEN/);
});
