import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { guardBareAnswers } from './bare-answers.ts';

test('an answer that sets no header of its own is not sniffed, and one that does has it once', async () => {
  guardBareAnswers();
  const server = createServer((request, response) => {
    if (request.url === '/own') response.setHeader('x-content-type-options', 'nosniff');
    response.end('/echo');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const path of ['/', '/own']) {
    const { headers } = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  server.close();
});
