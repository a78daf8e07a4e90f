import { describe, expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

describe('returnPath', () => {
  it.each(['/live/keys', '/test/keys?state=active#top', '/'])('keeps %s', (path) => {
    expect(returnPath(path, '/home')).toBe(path);
  });

  it.each([
    undefined,
    '',
    'keys',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/%0d\u0000',
  ])('refuses %j', (path) => {
    expect(returnPath(path, '/home')).toBe('/home');
  });

  it('does not let dots lead to another origin', () => {
    expect(returnPath('/.//evil.example', '/home')).not.toMatch(/^\/\//);
  });
});
