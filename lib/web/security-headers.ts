export type PageSecurity = {
  /** Base64, fresh for every answer. */
  nonce: string;
  /** Whether people reach the portal over HTTPS. */
  https: boolean;
  /** The development build needs eval and inline styles; the production build never gets them. */
  development: boolean;
};

/**
 * The Content-Security-Policy of every answer: nothing is allowed but our own files and scripts with
 * this answer's nonce. Source: https://www.w3.org/TR/CSP3/ and https://web.dev/articles/strict-csp
 */
export function contentPolicy({ nonce, https, development }: PageSecurity): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (https) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Every security header of an answer, the policy included, as name → value. */
export function securityHeaders(page: PageSecurity): Readonly<Record<string, string>> {
  return {
    ...everywhere,
    'Content-Security-Policy': contentPolicy(page),
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), clipboard-read=(), clipboard-write=(self)',
    ...(page.https ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** Those of the build's own files, which may do nothing when one is opened as a page. */
export function fileHeaders(): { key: string; value: string }[] {
  const all = { ...everywhere, 'Content-Security-Policy': "default-src 'none'" };
  return Object.entries(all).map(([key, value]) => ({ key, value }));
}

/** Carries the wanted path to the pages, which Next.js does not tell them. */
export const pathHeader = 'x-portal-path';

/** Request headers that only we may set; whatever a client sends under these names is dropped. */
export function isReservedRequestHeader(name: string): boolean {
  return (
    name.startsWith('x-middleware-') ||
    name.startsWith('content-security-policy') ||
    name === 'x-nonce' ||
    name === 'x-request-id' ||
    name === pathHeader
  );
}
