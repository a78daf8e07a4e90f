import { afterAll, beforeAll, expect, test } from 'vitest';
import { brand } from '#lib/brand';
import { requestSample } from '#lib/reference/request-sample';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type SamplePlayer, startSamplePlayer } from '#test/sample-player';
import type { Reader } from './page.ts';
import { referenceOf } from './reference-page.ts';
import { filled, type Sample } from './sample.tsx';
import { samples } from './samples/all.ts';

const at = (origin: string): Reader => ({
  environment: 'live',
  gateUrl: { live: origin, test: '' },
  keyName: null,
});

let gate: TestGate;
let player: SamplePlayer;

beforeAll(async () => {
  gate = await startTestGate();
  player = startSamplePlayer();
});
afterAll(async () => {
  player.close();
  await gate.gate.close();
});

/** What a program shows to somebody whose key is wrong, by any way out. */
async function shown(name: string, code: string): Promise<string> {
  const ids = { SESSION_ID: 'sess_x', RECORDING_ID: 'rec_x', ANALYSIS_ID: 'anl_x' };
  const variables = { ...ids, WEBHOOK_ID: 'wh_x', [brand.keyVariable]: 'sk_live_wrong' };
  const own = filled(code, 'python', at(`http://127.0.0.1:${gate.any}`));
  return player.play({ name, language: 'python', code: own, variables }).catch(String);
}

const calls = [
  ...Object.entries<Sample>(samples)
    // The one that asks for an error prints what it wants of it.
    .filter(([name, { python = '' }]) => python.includes('BASE_URL') && name !== 'simulate')
    .map(([name, { python = '' }]) => ({ name, code: python })),
  ...referenceOf(at('https://api.test'))
    .resources.flatMap(({ operations }) => operations)
    .filter(({ needsKey }) => needsKey)
    .map((operation) => ({ name: operation.id, code: requestSample(operation).python })),
];

test.each(calls)('in Python $name shows what a refusal says', async ({ name, code }) => {
  const text = await shown(name, code);
  expect(text).toMatch(/^(Error: Command failed: [\s\S]*\n)?401 /);
  expect(text).toMatch(/api_key_invalid[\s\S]*message[\s\S]*request_id[\s\S]*req_/);
  expect(text).not.toContain('Traceback');
});
