import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorAnswer } from '#lib/api/error-answer';
import { brand } from '#lib/brand';
import type { Operation } from '#lib/reference/operations';
import { requestSample } from '#lib/reference/request-sample';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type SamplePlayer, startSamplePlayer } from '#test/sample-player';
import { type Spender, seedSpender } from '#test/spender';
import { makeSession, seedRecording, speak } from '#test/spoken-session';
import type { Reader } from './page.ts';
import { reference, referenceOf } from './reference-page.ts';
import { filled, type Language, languages } from './sample.tsx';

let at: TestGate;
let spender: Spender;
let reader: Reader;
let player: SamplePlayer;

beforeAll(async () => {
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 10_000 });
  const origin = `http://127.0.0.1:${at.any}`;
  reader = { environment: 'live', gateUrl: { live: origin, test: '' }, keyName: null };
  player = startSamplePlayer();
});
afterAll(async () => {
  player.close();
  await at.gate.close();
});

const described = referenceOf({
  environment: 'live',
  gateUrl: { live: 'https://api.test', test: '' },
  keyName: null,
}).resources.flatMap(({ operations }) => operations);

async function idOf(path: string, body: object): Promise<string> {
  const made = await callGate(at.any, path, { key: spender.keyText, body });
  const { id }: { id?: string } = JSON.parse(made.text);
  if (id === undefined) throw new Error(made.text);
  return id;
}

/** Something of one's own in the place of every id of the examples. */
async function madeFor({ path, examplePath }: Operation): Promise<string> {
  const [, noun = '', example] = /^\/v1\/(\w+)\/(\w+_\w{26})/.exec(examplePath) ?? [];
  if (example === undefined) return examplePath;
  if (noun === 'webhooks') {
    const endpoint = { url: 'https://93.184.216.34/hooks', events: ['session.ended'] };
    return examplePath.replace(example, await idOf('/v1/webhooks', endpoint));
  }
  const session = await makeSession(at.any, spender);
  if (noun === 'sessions' && !/analysis|transcript|recordings/.test(path)) {
    return examplePath.replace(example, session);
  }
  await speak(ownerPool(), session, [{}]);
  const recording = await seedRecording(ownerPool(), session, { samples: Buffer.alloc(80) });
  const ids: Readonly<Record<string, string>> = { sessions: session, recordings: recording };
  const own = ids[noun] ?? (await idOf(`/v1/sessions/${session}/analysis`, {}));
  return examplePath.replace(example, own);
}

const programs = described.flatMap((operation) =>
  (Object.keys(languages) as Language[]).map((language) => ({
    name: operation.id,
    language,
    operation,
  })),
);

describe('every call of the reference succeeds as it is written:', () => {
  test.each(programs)('$name in $language', async ({ name, language, operation }) => {
    const { status, type } = operation.answer;
    const code = filled(requestSample(operation)[language], language, reader)
      .replace(operation.examplePath, await madeFor(operation))
      // An address that is public without asking for its name.
      .replace('https://example.com', 'https://93.184.216.34');
    const variables = { [brand.keyVariable]: spender.keyText };
    const printed = await player.play({ name, language, code, variables });
    if (language !== 'bash') expect(printed).toMatch(new RegExp(`^${status}\\b`));
    else if (type !== 'application/json') expect(printed).toBe('');
    else expect(errorAnswer.safeParse(JSON.parse(printed)).success).toBe(false);
    if (type !== 'audio/wav') return;
    const file = `${player.folder}/audio.wav`;
    expect(readFileSync(file).toString('latin1', 0, 4)).toBe('RIFF');
    rmSync(file);
  });
});

test('every sample of the Markdown is one of them', () => {
  const known = described.flatMap((operation) => {
    const sample = requestSample(operation);
    return (Object.keys(languages) as Language[]).map((language) =>
      filled(sample[language], language, reader),
    );
  });
  const text = reference.markdown(reader);
  const found = [...text.matchAll(/```(?:bash|js|python)\n([\s\S]*?)\n```/g)];
  expect(found.map(([, code]) => code).sort()).toEqual(known.sort());
});
