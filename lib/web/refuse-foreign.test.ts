import { expect, test } from 'vitest';
import { refuseForeign } from './refuse-foreign.ts';

const portalUrl = 'https://portal.example.com';
const { host } = new URL(portalUrl);

const answerTo = (method: string, path: string, headers: Record<string, string>) =>
  refuseForeign(
    new Request(new URL(path, portalUrl), { method, headers: { host, ...headers } }),
    portalUrl,
    'req_1',
  );

const evil = { origin: 'https://evil.example' };

test.each([
  ['another site', '/test/keys', evil],
  ['nobody', '/test/keys', {}],
  ['a page without an origin', '/sign-in', { origin: 'null' }],
  ['another site, to an unknown page', '/nowhere', { ...evil, 'next-action': 'x' }],
])('a form sent by %s is refused with 403 in plain words', async (_, path, headers) => {
  const answer = answerTo('POST', path, headers);
  expect(answer?.status).toBe(403);
  expect(answer?.headers.get('content-type')).toBe('text/plain');
  const text = await answer?.text();
  expect(text).toMatch(/^This request came from another site and was refused\. /);
  expect(text).toContain(portalUrl);
});

test.each([
  ['POST', '/test/keys', { origin: portalUrl }],
  // The action itself says where the portal is.
  ['POST', '/test/keys', { host: '192.0.2.1', origin: 'http://192.0.2.1' }],
  ['GET', '/test/keys', evil],
  ['HEAD', '/', {}],
  // Called by machines, and by mail programs: it believes a signature or a token instead.
  ['POST', '/api/payments/stripe', {}],
  ['POST', '/api/stop-alerts', evil],
])('%s %s with %j goes on', (method, path, headers) => {
  expect(answerTo(method, path, headers)).toBeNull();
});
