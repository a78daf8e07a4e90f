import fc from 'fast-check';
import { routeDocuments } from '#lib/api/documents';
import { routeHeads } from '#lib/api/heads';

/** A call that nobody in their right mind makes. */
export type OddCall = {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Record<string, string>;
};

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
    '9'.repeat(400),
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

const oddBodies = fc.oneof(
  values.map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '{"mode":1e999}',
    '{"mode":-0}',
    '\ufeff{}',
    '{"mode":"ai_agent","mode":"help_chat_voice"}',
    '{"__proto__":{"mode":"ai_agent"}}',
    '{"metadata":{"a":"\\u0000"}}',
    '{"metadata":{"\\ud800":"a"}}',
    '['.repeat(100_000),
    `{"metadata":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`,
    `"${'x'.repeat(300_000)}"`,
  ),
);

/** What a route is documented to take, with some of its fields spoiled. */
function bodiesOf(example: unknown): fc.Arbitrary<string> {
  if (typeof example !== 'object' || example === null) return oddBodies;
  const names = Object.keys(example);
  const spoilt = fc.dictionary(fc.oneof(fc.constantFrom('mode', ...names), texts), values);
  const near = spoilt.map((more) => JSON.stringify({ ...example, ...more }));
  return fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: oddBodies });
}

const latin1 = fc
  .integer({ min: 32, max: 255 })
  .filter((code) => code !== 127)
  .map((code) => String.fromCharCode(code));
const headerValues = fc.oneof(
  fc.string({ unit: latin1 }),
  fc.constantFrom('x'.repeat(10_000), 'internal_error', '1', 'application/json', 'chunked, gzip'),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'Idempotency-Key',
    'User-Agent',
    'Accept',
    'X-Forwarded-For',
    'X-API-Key',
    'X-Simulate-Error',
    'Content-Type',
    'Content-Encoding',
    'Origin',
    'Range',
    'Sec-WebSocket-Protocol',
  ),
  headerValues,
  { maxKeys: 2 },
);
const queries = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('limit', 'starting_after', 'ending_before', 'token', 'x'), texts)
      .map(([name, value]) => `?${name}=${encodeURIComponent(value.toWellFormed())}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('?limit=0', '?limit=-1', '?limit=1&limit=2', '?%', '?&&=='),
  },
);

/** Ids of others, and what is none. */
function parameters(ids: readonly string[]): fc.Arbitrary<string> {
  const known = ids.map((id) => id.toLowerCase());
  return fc.oneof(
    fc.constantFrom('x', '%00', '%2e%2e', '%ff', '..;', `sess_${'0'.repeat(26)}`, ...ids, ...known),
    texts.map((text) => encodeURIComponent(text.toWellFormed())),
  );
}

/** Calls over every route that there is, by its pattern, with what may go wrong put into each part. */
export function oddCalls(ids: readonly string[]): fc.Arbitrary<OddCall> {
  const methods = fc.constantFrom(
    'GET',
    'POST',
    'PATCH',
    'DELETE',
    'PUT',
    'OPTIONS',
    'HEAD',
    'TRACE',
  );
  const calls = routeHeads.map((head) => {
    const document = routeDocuments.find((one) => one.head === head);
    const own = fc.constant<string>(head.method);
    return fc.record({
      method: fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: methods }),
      path: fc
        .tuple(parameters(ids), queries)
        .map(([value, query]) => head.path.replace(/:\w+/g, () => value) + query),
      body: fc.option(bodiesOf(document?.bodyExample), { nil: undefined }),
      headers,
    });
  });
  const strays = fc.record({
    method: methods,
    path: fc.oneof(
      fc.constantFrom('/healthz', '*', '/', '/v1', '//v1/me', '/v1/me/', '/V1/ME'),
      fc.webPath(),
      fc
        .string({ unit: fc.constantFrom(...'/v1sesion%2ef.;?=&#\\~:'.split('')) })
        .map((text) => `/${text}`),
    ),
    body: fc.option(oddBodies, { nil: undefined }),
    headers,
  });
  return fc.oneof({ weight: 5, arbitrary: fc.oneof(...calls) }, { weight: 1, arbitrary: strays });
}
