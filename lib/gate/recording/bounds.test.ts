import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '#lib/gate/call';
import type { Exchange } from '#lib/gate/exchange';
import { readHead } from '#lib/gate/head';
import { Recording } from './recording.ts';

/** The database of the unit tests does not exist: nothing is ever stored. */
let recording: Recording;
const told: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  recording = new Recording({
    gateId: 'gate_x',
    databaseNow: () => 1_764_000_000_000,
    log: (_level, message) => told.push(message),
  });
});
afterEach(() => vi.useRealTimers());

const ok: Outcome = { kind: 'success', status: 200, body: '{}' };

function exchange(number: number, keys: number): Exchange {
  const id = `key_${number % keys}`;
  const head = readHead('GET', `/v1/${'x'.repeat(180)}`, ['User-Agent', `agent ${number}`]);
  const account = { id: 'acct', sequence: 1, balance: 5, used: 0, periodEnd: 0 };
  const snapshot = { key: { id, organizationId: 'org', environment: 'live' }, account };
  return {
    idBits: { high: 0, middle: 0, low: number },
    head,
    ip: `192.0.2.${number % 250}`,
    startedAt: 0,
    receivedAt: 1_764_000_000_000 + (number % 60) * 60_000,
    route: null,
    known: { snapshot },
    counters: null,
  } as unknown as Exchange;
}

test('a minute of calls without a database fills so much memory and no more', () => {
  const before = process.memoryUsage();
  for (let number = 0; number < 400_000; number++)
    recording.add(exchange(number, 300), ok, `agent ${number}`);
  const after = process.memoryUsage();
  const grown = after.external + after.arrayBuffers - before.external - before.arrayBuffers;
  expect(grown / 2 ** 20).toBeLessThan(64);
  expect(recording.waiting.bytes / 2 ** 20).toBeLessThanOrEqual(25);
  expect(recording.waiting.rows).toBeLessThanOrEqual(50_001);
  expect(recording.dropped).toBeGreaterThan(100_000);
});

test('strangers without end are counted together', () => {
  for (let number = 0; number < 20_000; number++) {
    recording.add(
      { ...exchange(number, 1), known: null, ip: `2001:db8::${number}` },
      {
        kind: 'refusal',
        check: 'known',
        code: 'api_key_invalid',
      },
      'agent',
    );
  }
  expect(recording.waiting.strangers).toBeLessThanOrEqual(1_000 + 60);
  expect(recording.waiting.lines).toBeLessThanOrEqual(500);
});
