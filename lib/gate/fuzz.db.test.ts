import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';

const RUNS = 400;

let at: TestGate;
let key: SeededKey;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  at = await startTestGate();
  const organization = await seedOrganization(ownerPool(), {
    requestsPerMinute: 10_000_000,
    credits: 1_000_000,
  });
  key = await seedKey(ownerPool(), organization);
});
afterAll(async () => {
  agent.destroy();
  await at.gate.close();
});

const paths = fc.oneof(
  fc.constantFrom(
    '/v1/me',
    '/v1/sessions',
    '/v1/sessions/x',
    '/v1/sessions/x/end',
    '/healthz',
    '*',
  ),
  fc.webPath(),
  fc
    .string({ unit: fc.constantFrom(...'/v1sesion%2ef.;?=&#\\~:'.split('')) })
    .map((text) => `/${text}`),
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\0',
    '\ud800',
    '',
    '__proto__',
    'constructor',
    'ai_agent',
    '../../x',
    "' OR 1=1 --",
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, -1, 2 ** 63),
    fc.double(),
    texts,
    fc.array(tie('value')),
    fc.dictionary(texts, tie('value')),
  ),
})).value;
const bodies = fc.oneof(
  values.map((value) => JSON.stringify(value) ?? ''),
  fc
    .record(
      {
        mode: fc.oneof(fc.constant('ai_agent'), values),
        source_language: values,
        recording: values,
        metadata: values,
        routing: values,
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"mode":1e999}', '{"mode":-0}', '\ufeff{}'),
);
const headerValues = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code !== 127)
    .map((code) => String.fromCharCode(code)),
});

test('no input makes an answer of 5xx, and every error has the envelope', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'),
      paths,
      fc.option(bodies, { nil: undefined }),
      fc.dictionary(
        fc.constantFrom(
          'Idempotency-Key',
          'User-Agent',
          'Accept',
          'X-Forwarded-For',
          'X-API-Key',
          'Content-Type',
        ),
        headerValues,
      ),
      async (method, path, body, headers) => {
        const safe = path.replace(/[^\x21-\x7e]/g, '');
        const answer = await callGate(at.live, safe, {
          key: key.text,
          method,
          headers,
          agent,
          ...(body === undefined ? {} : { body }),
        });
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers['x-request-id']).toMatch(/^req_/);
        if (answer.status >= 400)
          expect(answer.error).toMatchObject({
            type: expect.any(String),
            code: expect.any(String),
          });
        expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);

test('no bytes on the socket make an answer of 5xx or end the gate', async () => {
  const line = fc.string({ unit: 'binary-ascii' });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.boolean(), async (parts, proper) => {
      const head = proper ? 'GET /v1/me HTTP/1.1\r\nHost: x\r\n' : '';
      const answer = await sendRaw(at.live, `${head}${parts.join('\r\n')}\r\n\r\n`, 20);
      expect(answer.statuses.filter((status) => status >= 500)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect((await callGate(at.live, '/v1/me', { key: key.text })).status).toBe(200);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 120_000);
