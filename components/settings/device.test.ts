import { describe, expect, it } from 'vitest';
import { deviceOf } from './device.ts';

describe('deviceOf', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140',
      'Edge on Windows',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/19.0 Safari/605.1', 'Safari on macOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', 'Unknown device'],
  ])('%s', (userAgent, name) => {
    expect(deviceOf(userAgent).name).toBe(name);
  });

  it('knows phones', () => {
    expect(
      deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/605').mobile,
    ).toBe(true);
    expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0').mobile).toBe(false);
  });
});
