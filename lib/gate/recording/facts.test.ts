import { expect, test } from 'vitest';
import type { Refusal } from '#lib/gate/call';
import type { Exchange } from '#lib/gate/exchange';
import { mintKey } from '#lib/keys/format';
import { factsOf } from './facts.ts';

test('a key in the name of a field is not kept', () => {
  const key = mintKey('live');
  const exchange = { known: null, counters: null, route: null } as unknown as Exchange;
  const refusal = (param: string): Refusal => ({
    kind: 'refusal',
    check: 'body',
    code: 'invalid_request',
    param,
  });
  expect(JSON.stringify(factsOf(exchange, refusal(`metadata.${key}`)))).not.toContain(key);
  expect(factsOf(exchange, refusal('metadata.note'))).toEqual({ param: 'metadata.note' });
});
