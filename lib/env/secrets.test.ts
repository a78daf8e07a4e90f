import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureSecrets, parsePeppers, parseSecretBytes, readSecrets } from './secrets.ts';

const bytes = Buffer.alloc(32, 7);
const good = bytes.toString('base64url');

describe('parsePeppers', () => {
  test('takes one or several versions', () => {
    expect(parsePeppers(`1:${good}`)).toEqual(new Map([[1, bytes]]));
    expect(parsePeppers(`2:${good}, 1:${good}`)).toEqual(
      new Map([
        [2, bytes],
        [1, bytes],
      ]),
    );
  });

  test.each([
    ['', 'it is not of the form 1:<base64url>[,2:<base64url>]'],
    [good, 'it is not of the form 1:<base64url>[,2:<base64url>]'],
    [`0:${good}`, 'it is not of the form 1:<base64url>[,2:<base64url>]'],
    ['1:short', 'version 1 has fewer than 32 bytes'],
    ['1:not base64url!', 'version 1 is not base64url'],
    [`1:${good},1:${good}`, 'version 1 is given twice'],
  ])('refuses %j without repeating it', (text, problem) => {
    expect(parsePeppers(text)).toBe(problem);
  });
});

test('parseSecretBytes wants 32 bytes', () => {
  expect(parseSecretBytes(good)).toEqual(bytes);
  expect(parseSecretBytes(Buffer.alloc(31).toString('base64url'))).toBe('has fewer than 32 bytes');
});

describe('secrets.json', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner alone, with secrets that differ', () => {
    expect(readSecrets(folder)).toBeUndefined();
    ensureSecrets(folder);
    const made = readSecrets(folder);
    ensureSecrets(folder);
    expect(readSecrets(folder)).toEqual(made);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(made ?? {})).size).toBe(3);
    expect(parsePeppers(made?.KEY_PEPPER ?? '')).toBeInstanceOf(Map);
  });

  test('is refused when others can read it', () => {
    ensureSecrets(folder);
    chmodSync(join(folder, 'secrets.json'), 0o640);
    expect(() => readSecrets(folder)).toThrow(/can be read by other users/);
  });

  test('is refused when it is damaged, and not replaced', () => {
    writeFileSync(join(folder, 'secrets.json'), '{"SESSION_SECRET":', { mode: 0o600 });
    expect(() => ensureSecrets(folder)).toThrow(/secrets.json is damaged/);
  });
});
