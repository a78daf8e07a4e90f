import { describe, expect, it } from 'vitest';
import { contentPolicy, isReservedRequestHeader, securityHeaders } from './security-headers.ts';

const page = { nonce: 'bm9uY2U=', https: true, development: false };

describe('contentPolicy', () => {
  it('allows scripts by nonce only, and nothing unsafe', () => {
    const policy = contentPolicy(page);
    expect(policy).toContain("script-src 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
  });

  it('upgrades requests only where the portal is reached over HTTPS', () => {
    expect(contentPolicy(page)).toContain('upgrade-insecure-requests');
    expect(contentPolicy({ ...page, https: false })).not.toContain('upgrade-insecure-requests');
  });
});

describe('securityHeaders', () => {
  it('promises HTTPS only when the portal is reached over it', () => {
    expect(securityHeaders(page)['Strict-Transport-Security']).toMatch(/^max-age=\d{8}/);
    const plain = securityHeaders({ ...page, https: false });
    expect(plain).not.toHaveProperty('Strict-Transport-Security');
  });

  it.each([
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ])('sets %s', (name, value) => {
    expect(securityHeaders(page)[name]).toBe(value);
  });
});

describe('isReservedRequestHeader', () => {
  it.each([
    'x-nonce',
    'x-request-id',
    'content-security-policy',
    'content-security-policy-report-only',
    'x-portal-path',
    'x-middleware-subrequest',
    'x-middleware-rewrite',
  ])('drops %s', (name) => {
    expect(isReservedRequestHeader(name)).toBe(true);
  });

  it.each(['next-action', 'rsc', 'cookie', 'origin'])('keeps %s', (name) => {
    expect(isReservedRequestHeader(name)).toBe(false);
  });
});
