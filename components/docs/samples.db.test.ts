import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnalyses } from '#lib/analysis/watch';
import { brand } from '#lib/brand';
import { resetEnv } from '#lib/env';
import { type RunningGate, startGate } from '#lib/gate/server';
import { ownerPool } from '#test/database';
import { freePorts } from '#test/free-ports';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startLossyGate } from '#test/lossy-gate';
import { type SamplePlayer, startSamplePlayer } from '#test/sample-player';
import { tone } from '#test/stream-audio';
import { hookUrl } from '#test/webhook-calls';
import type { Reader } from './page.ts';
import { docsPages, findDocsPage } from './pages.tsx';
import { filled, type Language, languages, type Sample } from './sample.tsx';
import { samples } from './samples/all.ts';

type Name = keyof typeof samples;
type Given = {
  readonly variables?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Where the sample calls, instead of the gate itself. */
  readonly origin?: string;
  /** What is written behind the sample, to use what it defines. */
  readonly end?: string;
};

/** As the page has it. */
const EXAMPLE_SESSION = 'sess_01JEXAMPEE0000000000000000';
const PLACEHOLDER = 'https://example.com/hooks';

let gate: RunningGate;
let key: string;
let reader: Reader;
let player: SamplePlayer;
/** Samples that ran to their end: the last test wants all of them here. */
const played = new Set<string>();

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const origin = `http://127.0.0.1:${port}`;
  // Where the answers say that streams are.
  process.env.GATE_TEST_URL = origin;
  resetEnv();
  gate = await startGate({ listen: [{ host: '127.0.0.1', port, environment: 'test' }] });
  const organization = await seedOrganization(ownerPool(), { requestsPerMinute: 10_000 });
  key = (await seedKey(ownerPool(), organization, { environment: 'test' })).text;
  reader = { environment: 'test', gateUrl: { live: '', test: origin }, keyName: 'Back"end\n`$x' };
  player = startSamplePlayer();
});
afterAll(async () => {
  player.close();
  await gate.close();
});

/** Runs a sample in one language; what it prints. */
async function play(name: Name, language: Language, given: Given = {}): Promise<string> {
  const { variables = {}, args = [], end = '', origin = reader.gateUrl.test } = given;
  const sample: Sample = samples[name];
  const at = { ...reader, gateUrl: { live: '', test: origin } };
  // The address of the endpoint stands for the reader's own.
  const code = filled(sample[language] ?? '', language, at).replace(PLACEHOLDER, hookUrl);
  const printed = await player.play({
    name,
    language,
    code: `${code}\n${end}`,
    variables: { ...variables, [brand.keyVariable]: key },
    args,
  });
  played.add(`${name} in ${language}`);
  return printed;
}

const languagesOf = (name: Name) => Object.keys(samples[name]) as Language[];
const each = (...names: Name[]) =>
  names.flatMap((name) => languagesOf(name).map((language) => ({ name, language })));

/** An id of this kind in what was printed. */
function idIn(printed: string, prefix: string): string {
  const [id] = new RegExp(`${prefix}_\\w{26}`).exec(printed) ?? [];
  if (id === undefined) throw new Error(`no ${prefix}_ in ${printed}`);
  return id;
}

const newSession = async () => idIn(await play('createSession', 'js'), 'sess');

describe('a sample runs against a gate:', () => {
  const printed: Partial<Record<Name, RegExp>> = {
    me: /api_key/,
    createSession: /kst_test_/,
    simulate: /rate_limit_exceeded[\s\S]*\d|Retry-After: \d+[\s\S]*rate_limit_exceeded/i,
    client: /^sess_\w{26}$/m,
  };
  const names = Object.keys(printed) as Name[];
  test.each(each(...names))('$name in $language', async ({ name, language }) => {
    expect(await play(name, language)).toMatch(printed[name] ?? /never/);
  });
});

describe('streams:', () => {
  test.each(each('stream'))(
    'the program of the page gets partial and final turns, the end and the transcript, in $language',
    async ({ name, language }) => {
      const lines = (await play(name, language)).trim().split('\n');
      const shown = lines.map((line) => line.trimEnd().replace(/sess_\w+/, EXAMPLE_SESSION));
      expect(findDocsPage('streams')?.markdown(reader)).toContain(shown.join('\n'));
    },
  );

  test.each(languagesOf('stream'))('a file is streamed in its place, in %s', async (language) => {
    const file = `${player.folder}/speech.ulaw`;
    // Two turns, and a last frame that is not whole.
    const [voice, silence] = [tone(6_000), tone(0)];
    const part = (frame: Buffer, ms: number) => Array.from({ length: ms / 20 }, () => frame);
    const turn = [...part(voice, 500), ...part(silence, 700)];
    writeFileSync(file, Buffer.concat([...turn, ...turn, voice.subarray(0, 60)]));
    const printed = await play('stream', language, { args: [file] });
    expect(printed).toMatch(/^2\. caller: /m);
  });

  test.each(each('streamToken'))('a fresh token, in $language', async ({ name, language }) => {
    const variables = { SESSION_ID: await newSession() };
    expect(await play(name, language, { variables })).toMatch(/kst_test_[\w-]{43}/);
  });

  test('curl shows why a handshake was refused', async () => {
    const variables = { SESSION_ID: await newSession(), STREAM_TOKEN: 'kst_test_nothing' };
    const printed = await play('handshake', 'bash', { variables });
    expect(printed).toMatch(/^HTTP\/1\.1 401 [\s\S]*stream_token_invalid/);
  });
});

describe('what a session leaves:', () => {
  const variables = { SESSION_ID: '', RECORDING_ID: '', ANALYSIS_ID: '' };
  let analyses: ReturnType<typeof startAnalyses>;
  beforeAll(async () => {
    analyses = startAnalyses();
    variables.SESSION_ID = idIn(await play('stream', 'js'), 'sess');
  });
  afterAll(() => analyses.close());

  const printed = {
    recordedSession: /enabled['"]?: ?[tT]rue/,
    session: /status['"]?: ?['"]ended/,
    endSession: /duration_seconds/,
    transcript: /translation/,
    recordings: /rec_\w{26}[\s\S]*status['"]?: ?['"]ready/,
  };
  const names = Object.keys(printed) as (keyof typeof printed)[];
  test.each(names)('%s', async (name) => {
    for (const language of languagesOf(name)) {
      const text = await play(name, language, { variables });
      expect(text).toMatch(printed[name]);
      if (name === 'recordings') variables.RECORDING_ID = idIn(text, 'rec');
    }
  });

  test.each(each('recording', 'audio'))('$name in $language', async ({ name, language }) => {
    const file = `${player.folder}/recording.wav`;
    rmSync(file, { force: true });
    const text = await play(name, language, { variables });
    if (name === 'recording') expect(text).toMatch(/download_url/);
    else expect(readFileSync(file).subarray(0, 4).toString()).toBe('RIFF');
  });

  test.each(languagesOf('analysis'))('an analysis, in %s', async (language) => {
    variables.ANALYSIS_ID = idIn(await play('createAnalysis', language, { variables }), 'anl');
    const read = () => play('analysis', language, { variables });
    await expect.poll(read, { timeout: 10_000 }).toMatch(/status['"]?: ?['"]completed/);
  });
});

describe('trying again:', () => {
  const state = async () =>
    (
      await ownerPool().query<{ sessions: number; balance: number }>(
        `SELECT (SELECT count(*)::int FROM voice_sessions) AS sessions,
           (SELECT sum(balance)::int FROM credit_accounts) AS balance`,
      )
    ).rows[0];

  test.each(languagesOf('retryBusy'))('waits as long as a 429 says, in %s', async (language) => {
    const lossy = await startLossyGate(reader.gateUrl.test, ['busy']);
    const printed = await play('retryBusy', language, { origin: lossy.origin });
    await lossy.close();
    expect(printed).toMatch(/api_key/);
    expect(lossy.attempts).toHaveLength(2);
    expect(Number(lossy.attempts[1]?.at) - Number(lossy.attempts[0]?.at)).toBeGreaterThan(950);
  });

  test.each(languagesOf('retryLost'))(
    'after a lost answer pays once and gets the first answer, in %s',
    async (language) => {
      const before = await state();
      const lossy = await startLossyGate(reader.gateUrl.test, ['busy', 'lost']);
      const printed = await play('retryLost', language, { origin: lossy.origin });
      await lossy.close();
      expect(printed).toMatch(/^201\s[\s\S]*sess_/);
      expect(lossy.attempts.map(({ replayed }) => replayed)).toEqual([false, false, true]);
      expect(new Set(lossy.attempts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      expect(await state()).toEqual({
        sessions: Number(before?.sessions) + 1,
        balance: Number(before?.balance) - 1,
      });
    },
  );
});

describe('webhooks:', () => {
  const variables = { WEBHOOK_ID: '' };

  test.each(languagesOf('createWebhook'))('an endpoint is made, in %s', async (language) => {
    const printed = await play('createWebhook', language);
    expect(printed).toMatch(/whsec_/);
    variables.WEBHOOK_ID = idIn(printed, 'wh');
  });

  const printed = {
    testWebhook: /whd_\w{26}[\s\S]*webhook\.test/,
    rotateSecret: /whsec_[\s\S]*previous_secret_expires_at/,
  };
  test.each(each('testWebhook', 'rotateSecret'))(
    '$name in $language',
    async ({ name, language }) => {
      const wanted = printed[name as keyof typeof printed];
      expect(await play(name, language, { variables })).toMatch(wanted);
    },
  );
});

describe('the code that checks a webhook', () => {
  const secret = `whsec_${Buffer.alloc(24, 'secret').toString('base64')}`;
  const body = '{"type":"session.ended"}';
  const time = new Date();
  const headers = (signed: string) => ({
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
    'webhook-signature': `v1,AAAA ${new Webhook(secret).sign('evt_1', time, signed)}`,
  });
  const given = (signed: string) =>
    JSON.stringify([secret, headers(signed), body].map((value) => JSON.stringify(value)));
  const ends = {
    js: (signed: string) =>
      `const [secret, headers, body] = ${given(signed)}.map((text) => JSON.parse(text));\ntry { verify(secret, headers, body); console.log('genuine'); } catch { console.log('forged'); }`,
    python: (signed: string) =>
      `import json\nsecret, headers, body = map(json.loads, ${given(signed)})\ntry:\n    verify(secret, headers, body)\n    print('genuine')\nexcept ValueError:\n    print('forged')`,
  };

  test.each(['js', 'python'] as const)(
    'takes a genuine one and no other, in %s',
    async (language) => {
      const genuine = await play('verifyWebhook', language, { end: ends[language](body) });
      const forged = await play('verifyWebhook', language, { end: ends[language]('{}') });
      expect([genuine.trim(), forged.trim()]).toEqual(['genuine', 'forged']);
    },
  );
});

describe('of all samples', () => {
  const known = each(...(Object.keys(samples) as Name[])).map(({ name, language }) => {
    const sample: Sample = samples[name];
    return { name, language, code: sample[language] ?? '' };
  });

  test('every one was run by a test above', () => {
    const all = known.map(({ name, language }) => `${name} in ${language}`);
    expect([...played].sort()).toEqual(all.sort());
  });

  test('every one is on a page, names the reader’s key and address, and pages have no other', () => {
    // Those of the reference are made, and run by a test of their own.
    const own = docsPages.filter(({ slug }) => slug !== 'reference');
    const pages = own.map((page) => page.markdown(reader)).join('\n');
    const fences = known.map(({ language, code }) => filled(code, language, reader));
    for (const [index, fence] of fences.entries()) {
      expect(pages).toContain(`\n${fence}\n\`\`\``);
      const code = known[index]?.code ?? '';
      if (code.includes('KEY')) expect(fence).toContain(': your test key “Back"end`$x”\n');
      if (code.includes('BASE_URL')) expect(fence).toContain(reader.gateUrl.test);
    }
    const found = [...pages.matchAll(/```(?:bash|js|python)\n([\s\S]*?)\n```/g)];
    expect(found.map(([, code = '']) => code).filter((code) => !fences.includes(code))).toEqual([]);
    expect(Object.keys(languages)).toEqual(['bash', 'js', 'python']);
  });
});
