import { eventTable } from './event-table.ts';
import { baseUrlOf, type DocsPage } from './page.ts';
import { fences } from './sample.ts';
import { samples } from './samples.ts';

export const streams: DocsPage = {
  slug: 'streams',
  title: 'Streams',
  description: 'Audio in, transcripts out, over a WebSocket.',
  markdown: (
    reader,
  ) => `Creating a session answers with \`stream\`: an address and a token. Connect within 5 minutes:

\`\`\`text
${baseUrlOf(reader).replace('http', 'ws')}/v1/sessions/{id}/connect?token=kst_…
\`\`\`

The token may also come as \`Sec-WebSocket-Protocol\`, which keeps it out of the logs of proxies. It is never an API key. It opens one connection; an open stream outlives it. To connect again, ask for a new one with \`POST /v1/sessions/{id}/stream_token\`. A token that cannot be used answers the handshake with 401 \`stream_token_invalid\`, \`stream_token_expired\` or \`stream_token_used\`.

## Messages

Each is a JSON text with a \`type\`.

| from you | with |
| --- | --- |
| \`audio.input\` | \`sequence\`, \`timestamp_ms\`, \`speaker\`, \`audio\`: { \`encoding\`: "mulaw", \`sample_rate_hz\`: 8000, \`payload\`: base64 } |
| \`ping\` | |
| \`session.end\` | |

| to you | when |
| --- | --- |
| \`session.ready\` | the stream is open |
| \`transcript.partial\` | what was said so far in a turn |
| \`transcript.final\` | a turn is over |
| \`pong\` | after \`ping\` |
| \`session.ended\` | the session is over |
| \`session.error\` | with \`code\` and \`message\`, before the stream is closed |

A session whose \`engine\` is \`sandbox\` is answered by the built-in engine: its turns are made from the loudness and length of your audio, and are no speech recognition.

## Rules

A message has at most 64 KiB. A flood of them, 60 seconds of silence or messages that cannot be read close the stream with a code of their own. When a key is revoked as compromised its streams are closed with code 4001.
`,
};

export const webhooks: DocsPage = {
  slug: 'webhooks',
  title: 'Webhooks',
  description: 'Be told of events, and know that they are genuine.',
  markdown: (
    reader,
  ) => `A webhook is a POST to an address of yours, signed after [Standard Webhooks](https://www.standardwebhooks.com). Its body:

\`\`\`json
{
  "id": "evt_01JEXAMPLE0000000000000000",
  "type": "session.ended",
  "api_version": "v1",
  "environment": "test",
  "created_at": "2026-01-01T12:03:00.000Z",
  "data": {}
}
\`\`\`

## Events

\`data\` of a session, a recording or an analysis is what its GET answers, at the moment of the event. Of a transcript it is all but \`turns\`, which \`GET /v1/sessions/{id}/transcript\` has. Keys and alerts have shapes of their own; the \`webhooks\` of [\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json) describe each type.

${eventTable}

An alert tells of its beginning, of each reminder, and by \`.resolved\` of its end. Alerts also reach an endpoint that did not ask for them when a channel of your alerts names it; it gets each of them once.

## Check the signature

Three headers come with it: \`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\`. Check them on the body as it came, before anything parses it. While a secret is being rotated both secrets sign for 24 hours, so the header holds two signatures and either is enough.

${fences(samples.verifyWebhook, reader)}

## Answer, then work

Answer with any 2xx within 30 seconds, and do the work after that. The same event may come more than once: \`webhook-id\` stays the same, so remember those you have handled. Events may overtake each other; \`created_at\` has their order.

Anything else is tried again: 8 attempts in all, after about 1 minute, 5 minutes, 30 minutes, 2, 5, 10 and 24 hours. Redirects are not followed. An answer of 410, or failures for 5 days, disables the endpoint and tells its owners.

An address must be HTTPS and public.
`,
};

export const javascriptClient: DocsPage = {
  slug: 'javascript-client',
  title: 'Typed JavaScript client',
  description: 'A client made from the OpenAPI file, with types for every route.',
  markdown: (
    reader,
  ) => `The API describes itself at [\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json) in OpenAPI 3.1, made from the very schemas that validate your calls. [openapi-typescript](https://openapi-ts.dev) makes types of it, [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) a small client:

\`\`\`text
npm install openapi-fetch
npx openapi-typescript ${baseUrlOf(reader)}/v1/openapi.json -o api.d.ts
\`\`\`

${fences(samples.client, reader)}

In TypeScript, write \`createClient<paths>(…)\` with \`import type { paths } from './api.d.ts'\`: then paths, bodies, answers and errors are typed.
`,
};
