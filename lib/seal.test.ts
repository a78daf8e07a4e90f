import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { seal, unseal } from './seal.ts';

const pepper = (letter: string) => Buffer.alloc(32, letter).toString('base64url');
const SECRET = 'https://hooks.example.com/services/T0/B0/ä-secret';

beforeEach(() => {
  vi.stubEnv('KEY_PEPPER', `1:${pepper('a')}`);
  resetEnv();
});
afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

test('what was sealed can be read again, also after the pepper was rotated', () => {
  const sealed = seal(SECRET);
  expect(sealed[0]).toBe(1);
  vi.stubEnv('KEY_PEPPER', `1:${pepper('a')},2:${pepper('b')}`);
  resetEnv();
  expect(unseal(sealed)).toBe(SECRET);
  expect(seal(SECRET)[0]).toBe(2);
});

test('a seal says nothing of its secret, and is another one each time', () => {
  const sealed = seal(SECRET);
  expect(sealed.toString('latin1')).not.toContain('secret');
  expect(seal(SECRET).equals(sealed)).toBe(false);
});

test('a changed byte anywhere, another pepper or none opens nothing', () => {
  vi.stubEnv('KEY_PEPPER', `1:${pepper('a')},2:${pepper('b')}`);
  resetEnv();
  const sealed = seal(SECRET);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 3;
    expect(() => unseal(changed), `byte ${at}`).toThrow();
  }
  expect(() => unseal(Buffer.alloc(0))).toThrow();
  vi.stubEnv('KEY_PEPPER', `1:${pepper('a')}`);
  resetEnv();
  expect(() => unseal(sealed)).toThrow('lacks version 2');
  expect(() => unseal(sealed)).not.toThrow(pepper('b'));
});
