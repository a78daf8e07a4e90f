import { request as http } from 'node:http';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { makeKey, readKey } from './keys.ts';

type Sent = { url: string; headers: Record<string, string>; body: Buffer };

/** Catches the page's own call of the action before it reaches the portal. */
async function catchAction(page: Page, press: () => Promise<void>): Promise<Sent> {
  const caught = new Promise<Sent>((resolve) => {
    void page.route('**/*', async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      const headers = await request.allHeaders();
      resolve({ url: request.url(), headers, body: request.postDataBuffer() ?? Buffer.alloc(0) });
      await route.abort();
    });
  });
  await press();
  return caught;
}

/** Sends the call again with other headers, over node:http, which adds none of its own. */
function send(
  { url, headers, body }: Sent,
  changed: Record<string, string | null>,
): Promise<string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...headers, ...changed })) {
    if (value !== null && !name.startsWith(':')) sent[name] = value;
  }
  return new Promise((resolve, reject) => {
    const call = http(url, { method: 'POST', headers: sent }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve(`${response.statusCode} ${text}`));
    });
    call.on('error', reject);
    call.end(body);
  });
}

const foreign: readonly [string, Record<string, string | null>][] = [
  ['no Origin', { origin: null }],
  ['a foreign Origin', { origin: 'https://evil.example' }],
  ['a null Origin', { origin: 'null' }],
  ['the same host on another port', { origin: 'http://localhost:1' }],
  [
    'a foreign Origin that the Host repeats',
    { origin: 'http://evil.example', host: 'evil.example' },
  ],
  [
    'a foreign Origin that forwarding headers repeat',
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ],
  ['Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }],
];

test('an action from elsewhere changes nothing, the same one from the portal does', async ({
  owner,
  tenant,
}) => {
  const { key } = await makeKey(tenant);
  await owner.goto(`/test/keys/${key.id}/revoke`);
  const sent = await catchAction(owner, () =>
    owner.getByRole('button', { name: 'Revoke for good' }).click(),
  );
  for (const [name, changed] of foreign) {
    const answer = await send(sent, changed);
    expect(answer, name).not.toContain('refusedSince');
    // Where the Host says so too, it could be somebody at another address of the portal.
    if (changed.host === undefined) expect(answer, name).toMatch(/^403 This request came from /);
    expect((await readKey(tenant, key.id)).state, name).toBe('active');
  }
  const withoutSession = await send(sent, { cookie: null });
  expect(withoutSession).not.toContain('refusedSince');
  expect((await readKey(tenant, key.id)).state).toBe('active');

  expect(await send(sent, {})).toContain('refusedSince');
  expect((await readKey(tenant, key.id)).state).toBe('revoked');
});
