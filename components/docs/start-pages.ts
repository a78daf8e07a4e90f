import { brand } from '#lib/brand';
import { permissions, permissionTexts } from '#lib/keys/scopes';
import { type DocsPage, linked } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';

export const quickstart: DocsPage = {
  slug: 'quickstart',
  title: 'Quickstart',
  description: 'From nothing to the first answer of the API, in a minute.',
  markdown: (reader) => `## 1. Get a key

Sign in, open [First call](/${reader.environment}/first-call) and create a key. It is shown once. Put it into a variable:

\`\`\`text
export ${brand.keyVariable}=sk_${reader.environment}_…
\`\`\`

A \`sk_test_\` key works in the test environment, a \`sk_live_\` key in the live one. They have addresses, data and credits of their own:

| environment | address |
| --- | --- |
| live | ${reader.gateUrl.live || 'not served'} |
| test | ${reader.gateUrl.test || 'not served'} |

## 2. Ask who you are

Save JavaScript samples as files that end in \`.mjs\` and run them with Node 22 or newer; those in Python need Python 3.

${fences(samples.me, reader)}

The answer names the key, what it may do, and what is left of its credits and of this minute’s calls. It is free.

## 3. Create a session

${fences(samples.createSession, reader)}

The answer is 201 with the session and its \`stream\`: the address and the token that [open its WebSocket](/docs/streams). It costs one credit. With the same [Idempotency-Key](/docs/idempotency) you can send it again and are never charged twice. What comes next, up to recordings and analyses, is told in [Sessions](/docs/sessions).

## 4. When something is refused

Every answer has \`X-Request-ID\`. Paste it into [Why was I refused?](/test/requests/explain) to see which check said no, or look the code up under [Errors](/docs/errors).
`,
};

export const authentication: DocsPage = {
  slug: 'authentication',
  title: 'Authentication',
  description: 'How a call carries its key, and what a key may do.',
  markdown: (reader) => `Send the key with each call, in one of two headers:

\`\`\`text
Authorization: Bearer sk_live_…
X-API-Key: sk_live_…
\`\`\`

${fences(samples.me, reader)}

A key never belongs in the query string, in a browser or in an app that others can open. One that may have leaked is [revoked](/test/keys) as compromised; that also closes its open streams.

## Environments

The first letters of a key decide its environment. A key that is sent to the other environment’s address is refused with 401 \`api_key_wrong_environment\`, and the message names the right address. Sessions, webhooks, usage and credits of the two never mix.

## Permissions

A new key has all of them; choose fewer where a program needs fewer. \`GET /v1/me\` needs none.

| permission | what it allows |
| --- | --- |
${permissions.map((name) => `| \`${name}\` | ${permissionTexts[name]} |`).join('\n')}

## When a key is refused

401 says that the key itself cannot be used: ${linked('api_key_invalid')}, ${linked('api_key_expired')}, ${linked('api_key_revoked')} or ${linked('api_key_wrong_environment')}. 403 says that it may not do this: ${linked('insufficient_permissions')}, ${linked('ip_not_allowed')} or ${linked('organization_inactive')}. Both name the reason in \`WWW-Authenticate\` where [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750) has a word for it.

## Rotation

Rotate a key in the portal: its successor has the same rights, and the old one keeps working for as long as you choose. While a key is near its end, answers carry \`X-API-Key-Expires\`.
`,
};
