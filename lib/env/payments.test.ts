import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { env, resetEnv } from '#lib/env';
import { parsePacks } from './payments.ts';

beforeEach(() => resetEnv());
afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };

function read(changes: Record<string, string>): unknown {
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
  try {
    return env().payments;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

test('nothing is sold unless there is a key, and the packs have a default', () => {
  expect(read({})).toMatchObject({
    stripe: undefined,
    packs: [{ credits: 1_000, price: 1_000, currency: 'usd' }, {}, {}],
  });
});

test('a key and its signing secret turn it on', () => {
  expect(read({ ...stripe, STRIPE_API_URL: 'http://127.0.0.1:12111' })).toMatchObject({
    stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' },
  });
});

describe('a bad setting is one sentence', () => {
  test.each([
    [{ STRIPE_SECRET_KEY: 'sk_test_1' }, /^STRIPE_WEBHOOK_SECRET must be set when/],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_1' }, /^STRIPE_SECRET_KEY must be set when/],
    [{ ...stripe, STRIPE_SECRET_KEY: 'pk_live_1' }, /^STRIPE_SECRET_KEY is not a secret key/],
    [{ ...stripe, STRIPE_WEBHOOK_SECRET: 'we_1' }, /^STRIPE_WEBHOOK_SECRET is not a signing/],
    [{ ...stripe, STRIPE_API_URL: 'http://10.0.0.1/' }, /^STRIPE_API_URL is for tests only/],
    [{ ...stripe, STRIPE_API_URL: 'https://localhost/' }, /^STRIPE_API_URL is for tests only/],
    [{ ...stripe, STRIPE_API_URL: 'http://127.0.0.1.example.com/' }, /^STRIPE_API_URL is for/],
    [{ CREDIT_PACKS: '1000 usd' }, /^CREDIT_PACKS is wrong: it is not of the form/],
  ])('%j', (changes, sentence) => {
    const found = read(changes);
    expect(found).toMatch(sentence);
    expect(found).not.toMatch(/_1\b|\n/);
  });
});

describe('packs', () => {
  test('have credits, price and one currency', () => {
    expect(parsePacks('1000:999, 5000:4500 EUR')).toEqual([
      { credits: 1_000, price: 999, currency: 'eur' },
      { credits: 5_000, price: 4_500, currency: 'eur' },
    ]);
  });

  test.each([
    '',
    'usd',
    '1000:1000',
    '1000 usd',
    '-5:5 usd',
    '1.5:5 usd',
    '1000:10,usd',
    '0:10 usd',
    '10:0 usd',
    '10:5,10:6 usd',
    '10:5 usd eur',
    '9999999999:5 usd',
  ])('cannot be %j', (text) => expect(parsePacks(text)).toEqual(expect.any(String)));
});
