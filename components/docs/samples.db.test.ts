import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brand } from '#lib/brand';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import type { Reader } from './page.ts';
import { docsPages } from './pages.tsx';
import { filled, type Language, languages } from './sample.ts';
import { samples } from './samples.ts';

type Name = keyof typeof samples;

const run = promisify(execFile);

let at: TestGate;
let key: string;
let reader: Reader;
let folder: string;

beforeAll(async () => {
  at = await startTestGate();
  const organization = await seedOrganization(ownerPool(), { requestsPerMinute: 10_000 });
  key = (await seedKey(ownerPool(), organization, { environment: 'test' })).text;
  const origin = `http://127.0.0.1:${at.test}`;
  reader = { environment: 'test', gateUrl: { live: '', test: origin }, keyName: 'Back"end\n`$x' };
  // Within the project, where packages are found.
  folder = mkdtempSync(resolve('node_modules/.samples-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await at.gate.close();
});

const PROGRAMS: Readonly<Record<Language, { program: string; extension: string }>> = {
  bash: { program: 'bash', extension: 'sh' },
  js: { program: process.execPath, extension: 'mjs' },
  python: { program: 'python3', extension: 'py' },
};

/** Runs a program of the documentation as its reader would; what it prints. */
async function play(name: string, language: Language, code: string): Promise<string> {
  const { program, extension } = PROGRAMS[language];
  const file = `${folder}/${name}.${extension}`;
  writeFileSync(file, code);
  const variables = { ...process.env, [brand.keyVariable]: key };
  const { stdout } = await run(program, [file], { env: variables, timeout: 20_000 });
  return stdout;
}

/** What each program has to print. */
const PRINTED: Readonly<Record<Exclude<Name, 'verifyWebhook'>, RegExp>> = {
  me: /api_key/,
  createSession: /kst_test_/,
  simulate: /rate_limit_exceeded[\s\S]*\d|Retry-After: \d+[\s\S]*rate_limit_exceeded/i,
  retry: /^201 [\s\S]*ai_agent/,
  client: /^sess_\w{26}$/m,
};

const programs = Object.entries(PRINTED).flatMap(([name, printed]) =>
  (Object.keys(languages) as Language[]).flatMap((language) => {
    const sample: Partial<Record<Language, string>> = samples[name as Name];
    const code = sample[language];
    return code === undefined ? [] : [{ name, language, code, printed }];
  }),
);

describe('every sample runs against a gate:', () => {
  test.each(programs)('$name in $language', async ({ name, language, code, printed }) => {
    const text = filled(code, language, reader);
    expect(text).toContain('Back"end`$x');
    expect(await play(name, language, text)).toMatch(printed);
  });

  test('the code that checks a webhook takes a genuine one and no other', async () => {
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
    for (const language of ['js', 'python'] as const) {
      const code = samples.verifyWebhook[language];
      const genuine = await play(`good-${language}`, language, `${code}\n${ends[language](body)}`);
      const forged = await play(`bad-${language}`, language, `${code}\n${ends[language]('{}')}`);
      expect([language, genuine.trim(), forged.trim()]).toEqual([language, 'genuine', 'forged']);
    }
  });

  test('every sample is on a page, and pages have no other programs', () => {
    // Those of the reference are made, and run by a test of their own.
    const own = docsPages.filter(({ slug }) => slug !== 'reference');
    const pages = own.map((page) => page.markdown(reader)).join('\n');
    const known = new Set<string>();
    for (const sample of Object.values(samples)) {
      for (const [language, code] of Object.entries(sample)) {
        const fence = filled(code, language as Language, reader);
        known.add(fence);
        expect(pages).toContain(fence);
      }
    }
    const found = [...pages.matchAll(/```(?:bash|js|python)\n([\s\S]*?)\n```/g)];
    expect(found.map(([, code = '']) => code).filter((code) => !known.has(code))).toEqual([]);
    expect(found.length).toBeGreaterThan(10);
  });
});
