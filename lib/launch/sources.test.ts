import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './sources.ts';

let root: string;
let before: string;

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  write('app/page.tsx', 'one');
  write('lib/keys/create.ts', 'two');
  write('next.config.ts', 'three');
  before = fingerprint(root);
});
afterEach(() => rmSync(root, { recursive: true }));

test('is the same for the same sources', () => {
  expect(fingerprint(root)).toBe(before);
});

test.each([
  ['a changed file', 'lib/keys/create.ts', 'other'],
  ['a new file', 'components/ui/button.tsx', 'new'],
  ['a changed configuration', 'next.config.ts', 'other'],
])('differs for %s', (_, path, text) => {
  write(path, text);
  expect(fingerprint(root)).not.toBe(before);
});

test.each(['lib/keys/create.test.ts', 'lib/db/generated/client.ts', 'docs/page.md'])(
  '%s is not a source',
  (path) => {
    write(path, 'anything');
    expect(fingerprint(root)).toBe(before);
  },
);
