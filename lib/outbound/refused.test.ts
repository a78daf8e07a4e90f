import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { fakeNames, restoreNames } from '#test/fake-names';
import { isCallable, isSavable, REFUSAL } from './address.ts';
import { post } from './post.ts';

/** Milliseconds for an answer, where none is awaited. */
const SOON = 200;
const LOOPBACK = [
  ...['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', '[0:0:0:0:0:0:0:1]', '127.0.0.1.', '127.1'],
  ...['2130706433', '0x7f000001', '0x7f.1', '0X7F.0.0.1', '017700000001', '0177.0.0.1'],
  ...['%31%32%37.0.0.1', '①②⑦.⓪.⓪.①', '127。0。0。1', '127.0.\n0.1', '/127.0.0.1'],
];
const OTHERS = [
  ...['127.0.0.2', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254'],
  ...['2852039166', '0251.0376.0251.0376', '0xa9.0xfe.0xa9.0xfe', '0.0.0.0', '0', '0.1.2.3'],
  ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '100.100.100.200'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['[::]', '[fd00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]', '[ff02::1]', '[100::1]'],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:a9fe:a9fe]', '[::ffff:0:10.0.0.5]'],
  ...['[::127.0.0.1]', '[::a00:5]', '[64:ff9b::7f00:1]', '[64:ff9b::a9fe:a9fe]'],
  ...['[64:ff9b:1::a00:5]', '[64:ff9b:0:0:0:1:a00:5]', '[2002:7f00:1::]', '[2001::1]'],
  ...['[2001:db8::1]', '[4000::1]', '[e000::1]', '[fe80::1%25eth0]', '[::1%25lo]', '[127.0.0.1]'],
];
/** Names that lead to private addresses. */
const NAMES = [
  'internal.example',
  'metadata.internal.',
  'mixed.example',
  'six.example',
  'nowhere.example',
];
const addresses: Record<string, readonly string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'internal.example': ['10.0.0.5'],
  'metadata.internal.': ['169.254.169.254'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'six.example': ['::ffff:10.0.0.5'],
};
const inHttps = (hosts: readonly string[]) => hosts.map((host) => `https://${host}/x`);
const ODD = [
  ...['https://user:password@example.com/x', 'https://127.0.0.1@example.com/x'],
  ...['https://93.184.216.34:443@127.0.0.1/x', 'https://127.0.0.1\\@93.184.216.34/x'],
  ...[
    'https:127.0.0.1/x',
    'https://127.0.0.1#@93.184.216.34/x',
    'https://127.0.0.1?@93.184.216.34/',
  ],
  ...['https://93.184.216.34:22/x', 'https://93.184.216.34:0/x', 'https://hooks.slack.com:8443/x'],
  ...['http://example.com/x', 'ftp://example.com/x', 'file:///etc/passwd', 'example.com', ''],
  `https://example.com/${'x'.repeat(2_000)}`,
];

beforeEach(() => {
  resetEnv();
  fakeNames((host) => addresses[host] ?? 'ENOTFOUND');
});
afterEach(() => {
  restoreNames();
  vi.unstubAllEnvs();
  resetEnv();
});

function setting(name: string, value: string): void {
  vi.stubEnv(name, value);
  resetEnv();
}

const refusal = { ok: false, why: REFUSAL };

/** Those addresses that are not refused when they are called. */
async function notRefused(addresses: readonly string[]): Promise<string[]> {
  const all = addresses.map(async (address) => {
    const posted = await post(address, '{}', {}, SOON);
    return !posted.ok && posted.why === REFUSAL ? [] : [address];
  });
  return (await Promise.all(all)).flat();
}

describe('an address that may not be called', () => {
  const all = [...inHttps([...LOOPBACK, ...OTHERS, ...NAMES]), ...ODD];

  test.each(all)('%s cannot be saved', async (address) => {
    expect(await isCallable(address)).toBe(false);
  });

  test('is refused at the connection, in the same words', async () => {
    expect(await notRefused(all)).toEqual([]);
  });

  test('is refused also where loopback is allowed', async () => {
    setting('WEBHOOK_ALLOW_LOOPBACK', '1');
    for (const address of inHttps(OTHERS)) expect(await isCallable(address), address).toBe(false);
    expect(await notRefused(inHttps(OTHERS))).toEqual([]);
  });

  test('whatever the reason, it takes the same time', async () => {
    const kinds = ['https://10.0.0.1/x', 'https://internal.example/x', 'nonsense'];
    const times = kinds.map(async (address) => {
      const start = performance.now();
      expect(await isSavable(address)).toBe(false);
      const saved = performance.now() - start;
      const again = performance.now();
      await post(address.replace('nonsense', 'https://nowhere.example/x'), '{}', {}, SOON);
      return [saved, performance.now() - again];
    });
    for (const [saved, posted] of await Promise.all(times)) {
      expect(saved).toBeGreaterThan(990);
      expect(saved).toBeLessThan(1_300);
      expect(posted).toBeGreaterThan(SOON - 5);
      expect(posted).toBeLessThan(SOON * 3);
    }
  });
});

describe('a name that leads elsewhere when it is called', () => {
  let canary: Server;
  let connections: number;
  let address: string;

  beforeEach(async () => {
    connections = 0;
    canary = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(canary, 'listening');
    const { port } = canary.address() as AddressInfo;
    setting('WEBHOOK_PORTS', String(port));
    address = `https://hooks.example:${port}/x`;
  });
  afterEach(() => {
    canary.close();
  });

  test.each([
    ['was public', ['93.184.216.34']],
    ['could not be looked up', 'EAI_AGAIN'],
  ])('it %s when it was saved: not a byte is sent', async (_what, before) => {
    let asked = 0;
    fakeNames(() => {
      asked += 1;
      return asked === 1 ? before : ['127.0.0.1'];
    });
    expect(await isSavable(address)).toBe(true);
    expect(await post(address, '{}', {}, SOON)).toMatchObject(refusal);
    expect({ asked, connections }).toEqual({ asked: 2, connections: 0 });
  });

  test('one private address among public ones is enough', async () => {
    fakeNames(() => ['127.0.0.1', '93.184.216.34']);
    expect(await post(address, '{}', {}, SOON)).toMatchObject(refusal);
    fakeNames(() => ['93.184.216.34', '::1']);
    expect(await post(address, '{}', {}, SOON)).toMatchObject(refusal);
    expect(connections).toBe(0);
  });

  test('where loopback is allowed the same call arrives', async () => {
    setting('WEBHOOK_ALLOW_LOOPBACK', '1');
    fakeNames(() => ['127.0.0.1']);
    const posted = await post(address, '{}', {}, SOON);
    expect(posted).not.toMatchObject(refusal);
    expect(connections).toBe(1);
  });
});
