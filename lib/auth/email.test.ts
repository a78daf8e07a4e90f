import { describe, expect, test } from 'vitest';
import { normalizeEmail } from './email.ts';

describe('normalizeEmail', () => {
  test.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace+x@Example.COM ', 'ada.lovelace+x@example.com'],
    // A full-width letter or sign is the same address, never a second account.
    ['ＡＤＡ@example.com', 'ada@example.com'],
    ['ada＠example.com', 'ada@example.com'],
  ])('%j is %s', (text, email) => {
    expect(normalizeEmail(text)).toBe(email);
  });

  test.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@example.com\nbcc: eve@example.com',
    'ada@exa mple.com',
    // NFKC makes two signs of it: the look-alike must not hide one.
    'ada＠evil.com@example.com',
    // A Cyrillic letter that looks like a Latin one.
    'ad\u0430@example.com',
    'ada@ex\u0430mple.com',
    `${'a'.repeat(250)}@example.com`,
    'ada\u0000@example.com',
  ])('%j is no address', (text) => {
    expect(normalizeEmail(text)).toBeNull();
  });
});
