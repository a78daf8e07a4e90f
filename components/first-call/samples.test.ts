import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startSamplePlayer } from '#test/sample-player';
import { samplesFor } from './samples.ts';

const call = {
  baseUrl: 'http://localhost:4001',
  secret: 'sk_test_abc',
  variable: 'PORTAL_API_KEY',
  createsSession: true,
};

describe('samplesFor', () => {
  it('fills the address and the key into every language', () => {
    for (const { code } of samplesFor(call)) {
      expect(code).toContain('http://localhost:4001/v1/sessions');
      expect(code).toContain('sk_test_abc');
      expect(code).not.toContain('PORTAL_API_KEY');
    }
  });

  it('names the variable where the key is not known any more', () => {
    const [curl, javascript, python] = samplesFor({ ...call, secret: null });
    expect(curl.code).toContain('Bearer $PORTAL_API_KEY"');
    expect(javascript.code).toContain('process.env.PORTAL_API_KEY');
    expect(python.code).toContain('os.environ["PORTAL_API_KEY"]');
  });

  it('asks who the key is when it may not create sessions', () => {
    for (const { code } of samplesFor({ ...call, createsSession: false })) {
      expect(code).toContain('http://localhost:4001/v1/me');
      expect(code).not.toContain('POST');
    }
  });
});

it.each([true, false])('shows in Python what a refusal says, creating: %s', async (creates) => {
  const refusal = '{"error":{"code":"api_key_invalid","request_id":"req_1"}}';
  const server = createServer((_, response) => response.writeHead(401).end(refusal));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const [, , { code }] = samplesFor({ ...call, baseUrl, createsSession: creates });
  const player = startSamplePlayer();
  const run = player.play({ name: 'first', language: 'python', code, variables: {} });
  const shown = await run.catch(String).finally(() => player.close());
  server.close();
  expect(shown).toContain(`401 ${refusal}`);
  expect(shown).not.toContain('Traceback');
});
