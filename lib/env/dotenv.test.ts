import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkDotenv, dotenvWarning, readDotenv } from './dotenv.ts';

describe('checkDotenv', () => {
  test.each([
    ['nothing', ''],
    ['comments and blank lines', '# one\n\n  # two\r\n'],
    ['assignments', 'A=1\nexport B=2\n  C = three # note\nD=\n'],
    ['quoted values over several lines', 'A="one\ntwo"\nB=\'x\'\nC=`y\nz`\n'],
  ])('understands %s', (_, text) => {
    expect(checkDotenv(text)).toBeUndefined();
  });

  test.each([
    ['A=1\nnonsense\n', 'The file .env is broken: line 2 is neither NAME=value nor a comment.'],
    ['1A=1', 'The file .env is broken: line 1 is neither NAME=value nor a comment.'],
    ['A="x\nB=1\n', 'The file .env is broken: the quote opened in line 1 is never closed.'],
    ['\0ELF', 'The file .env is not a text file.'],
  ])('refuses %j', (text, sentence) => {
    expect(checkDotenv(text)).toBe(sentence);
  });
});

describe('readDotenv', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dotenv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a missing file sets nothing', () => {
    expect(readDotenv(join(folder, 'none'))).toEqual({ ok: true, values: {} });
  });

  test('gives the values', () => {
    writeFileSync(join(folder, '.env'), 'A=1\nB="two words"\n');
    expect(readDotenv(join(folder, '.env'))).toEqual({
      ok: true,
      values: { A: '1', B: 'two words' },
    });
  });

  test('a broken file is one sentence, not half of its values', () => {
    writeFileSync(join(folder, 'broken'), 'A=1\nnonsense\n');
    expect(readDotenv(join(folder, 'broken'))).toEqual({
      ok: false,
      problem: 'The file .env is broken: line 2 is neither NAME=value nor a comment.',
    });
  });

  test('a file that cannot be read is one sentence', () => {
    expect(readDotenv(folder)).toEqual({
      ok: false,
      problem: 'The file .env cannot be read (EISDIR).',
    });
  });
});

describe('dotenvWarning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dotenv-'));
  const path = join(folder, '.env');
  afterAll(() => rmSync(folder, { recursive: true }));
  const warningOf = (text: string, mode: number) => {
    writeFileSync(path, text);
    chmodSync(path, mode);
    return dotenvWarning(path);
  };

  test.each([
    ['SESSION_SECRET=x', 'SESSION_SECRET'],
    ['KEY_PEPPER=1:x\nPORTAL_PORT=3000\nSTREAM_SECRET=x', 'KEY_PEPPER, STREAM_SECRET'],
    ['DATABASE_URL=postgresql://portal:x@db/portal', 'DATABASE_URL'],
  ])('names the secrets of %j that others can read', (text, names) => {
    for (const mode of [0o644, 0o640, 0o604]) {
      expect(warningOf(text, mode)).toBe(
        `The file .env holds secrets (${names}) and can be read by other users: run chmod 600 .env.`,
      );
    }
    expect(warningOf(text, 0o600)).toBeUndefined();
  });

  test.each(['', 'PORTAL_PORT=3000', 'SESSION_SECRET=', 'DATABASE_URL=postgresql://db/portal'])(
    'says nothing of %j, which holds none',
    (text) => expect(warningOf(text, 0o644)).toBeUndefined(),
  );

  test('says nothing of a file that is not there, or that a start refuses anyway', () => {
    expect(dotenvWarning(join(folder, 'none'))).toBeUndefined();
    expect(warningOf('SESSION_SECRET=x\nnonsense', 0o644)).toBeUndefined();
  });
});
