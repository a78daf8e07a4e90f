import { describe, expect, it } from 'vitest';
import { samplesFor } from './samples.ts';

const call = {
  baseUrl: 'http://localhost:4001',
  secret: 'sk_test_abc',
  variable: 'PORTAL_API_KEY',
  createsSession: true,
};

describe('samplesFor', () => {
  it('fills the address and the key into every language', () => {
    for (const { code } of samplesFor(call)) {
      expect(code).toContain('http://localhost:4001/v1/sessions');
      expect(code).toContain('sk_test_abc');
      expect(code).not.toContain('PORTAL_API_KEY');
    }
  });

  it('names the variable where the key is not known any more', () => {
    const [curl, javascript, python] = samplesFor({ ...call, secret: null });
    expect(curl.code).toContain('Bearer $PORTAL_API_KEY"');
    expect(javascript.code).toContain('process.env.PORTAL_API_KEY');
    expect(python.code).toContain('os.environ["PORTAL_API_KEY"]');
  });

  it('asks who the key is when it may not create sessions', () => {
    for (const { code } of samplesFor({ ...call, createsSession: false })) {
      expect(code).toContain('http://localhost:4001/v1/me');
      expect(code).not.toContain('POST');
    }
  });
});
