import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SamplePlayer, startSamplePlayer } from '#test/sample-player';
import type { Operation } from './operations.ts';
import { requestSample } from './request-sample.ts';

/** All that JSON has, and what the three languages quote in their own ways. */
const body = {
  text: `it's "quoted" \\ $HOME \`id\` \${1} %s {x} – ü\n\tnext`,
  'x-name': [1, -2.5, null, true, false, ['a'], []],
  nested: { empty: {}, class: 'x', 'a b': '' },
};

const operation: Operation = {
  id: 'odd',
  method: 'PATCH',
  path: '/odd/{id}',
  examplePath: '/odd/one',
  summary: 'Odd',
  description: '',
  needsKey: true,
  parameters: [],
  body: { attributes: [], example: body },
  answer: {
    status: 200,
    description: '',
    type: 'application/json',
    headers: [],
    attributes: [],
    example: undefined,
  },
  errors: [],
};

const calls: { method: string; url: string; key: string; type: string; body: unknown }[] = [];
const server = createServer(async (request, response) => {
  const { method = '', url = '', headers } = request;
  calls.push({
    method,
    url,
    key: headers.authorization ?? '',
    type: headers['content-type'] ?? '',
    body: JSON.parse(await text(request)),
  });
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"fine":true}');
});
let player: SamplePlayer;

beforeAll(async () => {
  player = startSamplePlayer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  player.close();
  server.close();
});

test.each(['bash', 'js', 'python'] as const)('a body arrives as it is, in %s', async (language) => {
  const { port } = server.address() as AddressInfo;
  const code = requestSample(operation)[language].replace('BASE_URL', `http://127.0.0.1:${port}`);
  const variables = { KEY: 'sk_test_x' };
  const printed = await player.play({ name: 'odd', language, code, variables });
  expect(printed).toContain('fine');
  expect(calls.splice(0)).toEqual([
    { method: 'PATCH', url: '/odd/one', key: 'Bearer sk_test_x', type: 'application/json', body },
  ]);
});
