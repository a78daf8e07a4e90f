import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { randomBytes } from '#lib/ids';
import { mintKey } from '#lib/keys/format';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';

const JUNK = 2_000;

let at: TestGate;
const queries = vi.spyOn(Pool.prototype, 'query');

beforeAll(async () => {
  at = await startTestGate();
});
afterAll(() => at.gate.close());

const send = async (key: string) => (await callGate(at.live, '/v1/me', { key })).status;

/** A good key with one character changed, shortened, lengthened, or letters of another kind. */
function junk(kind: number): string {
  const key = mintKey('live');
  const place = 8 + ((randomBytes(1)[0] ?? 0) % 49);
  const other = key[place] === 'x' ? 'y' : 'x';
  const typo = key.slice(0, place) + other + key.slice(place + 1);
  const forms = [
    typo,
    key.slice(0, -1),
    `${key}0`,
    key.toUpperCase(),
    randomBytes(42).toString('hex').slice(0, 57),
  ];
  return forms[kind % forms.length] ?? typo;
}

test('malformed keys and typos never reach the database', async () => {
  queries.mockClear();
  for (let i = 0; i < JUNK; i++) expect(await send(junk(i))).toBe(401);
  const reads = queries.mock.calls.filter(([query]) => Object(query).name === 'snapshot');
  expect(reads).toEqual([]);
  expect(queries.mock.calls.length).toBeLessThan(JUNK / 100);
});

test('a well-formed key that does not exist is looked up, once per call', async () => {
  queries.mockClear();
  const key = mintKey('live');
  expect([await send(key), await send(key)]).toEqual([401, 401]);
  const reads = queries.mock.calls.filter(([query]) => Object(query).name === 'snapshot');
  expect(reads).toHaveLength(2);
});
