import { brand } from '#lib/brand';
import { eventTable } from './event-table.ts';
import { baseUrlOf, type DocsPage } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';

export const webhooks: DocsPage = {
  slug: 'webhooks',
  title: 'Webhooks',
  description: 'Be told of events, and know that they are genuine.',
  markdown: (
    reader,
  ) => `A webhook is a POST to an address of yours, made when something happens. It is signed after [Standard Webhooks](https://www.standardwebhooks.com). You manage endpoints on the [webhooks page](/test/webhooks) of the portal or with a key that has \`webhooks:manage\`.

## Add an endpoint

Put your own address in the place of \`https://example.com/hooks\`. It has to be HTTPS and public. For development the portal’s operator can allow addresses of the portal’s own machine with \`WEBHOOK_ALLOW_LOOPBACK=1\`: then \`http://localhost:3000/hooks\` works, too. The samples read your API key from the variable \`${brand.keyVariable}\`.

${fences(samples.createWebhook, reader)}

The answer has the endpoint’s \`id\` and its \`secret\`, which begins with \`whsec_\`. The secret is shown here only: store it. The samples below read the id from a variable:

\`\`\`text
export WEBHOOK_ID=wh_…
\`\`\`

## Send a test event

${fences(samples.testWebhook, reader)}

The answer is 201 when the event is on its way; the portal shows how its delivery went. It arrives as every event does, with the type \`webhook.test\`; its \`data\` has \`object\`, \`webhook_id\` and a \`message\`.

## What comes

\`\`\`json
{
  "id": "evt_01JEXAMPEE0000000000000000",
  "type": "session.ended",
  "api_version": "v1",
  "environment": "test",
  "created_at": "2026-01-01T12:03:00.000Z",
  "data": {
    "id": "sess_01JEXAMPEE0000000000000000",
    "object": "session",
    "status": "ended",
    "environment": "test",
    "mode": "ai_agent",
    "engine": "sandbox",
    "source_language": "de",
    "target_language": null,
    "recording": { "enabled": false },
    "metadata": {},
    "created_at": "2026-01-01T12:00:00.000Z",
    "started_at": "2026-01-01T12:00:02.000Z",
    "ended_at": "2026-01-01T12:03:00.000Z"
  }
}
\`\`\`

\`data\` is the object that the event is about.

## Check the signature

Three headers come with each event: \`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\`. Check them against the body as it came, before anything parses it. The JavaScript sample uses the package [standardwebhooks](https://github.com/standard-webhooks/standard-webhooks).

${fences(samples.verifyWebhook, reader)}

## Answer, then work

Answer with any 2xx within 30 seconds, and do the work after that. The same event may come more than once: \`webhook-id\` stays the same, so remember those you have handled. Events may also come in another order than they happened; \`created_at\` tells.

Any other answer, or none, is tried again: 8 attempts in all, after about 1 minute, 5 minutes, 30 minutes, 2, 5, 10 and 24 hours. Redirects are not followed. An answer of 410, or failures for 5 days, disables the endpoint and tells its owners. In the portal each delivery can be looked at and sent again.

## Replace the secret

Run one of these once. For 24 hours deliveries are signed with the new secret and the old one; then the old one stops. A second call within that time makes yet another secret, and the one that is still being replaced stops at once: a receiver that knows only that one then takes every event for a forgery.

${fences(samples.rotateSecret, reader)}

The answer has the new \`secret\`. For those 24 hours \`webhook-signature\` holds two signatures: a receiver that knows either secret goes on working while you replace it.

## Events

\`data\` of a session, a recording or an analysis is what its GET answers, at the moment of the event. Of a transcript it is all but \`turns\`, which \`GET /v1/sessions/{id}/transcript\` has. Keys and each kind of alert have shapes of their own. The API reference has [every shape with its events](/docs/reference#webhook-events), as do the \`webhooks\` of [\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json).

${eventTable}

An alert tells of its beginning, of each reminder, and by \`.resolved\` of its end. Alerts also reach an endpoint that did not ask for them when a channel of your alerts names it; it gets each of them once.
`,
};
