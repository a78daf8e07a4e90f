import { brand } from '#lib/brand';
import { closeCode, closeReasons, protocolCodes } from '#lib/stream/close-codes';
import { FRAME_BYTES } from '#lib/stream/frames';
import { BYTES, FRAMES, SILENCE_MS, SPEAKERS } from '#lib/stream/limits';
import { baseUrlOf, type DocsPage, linked } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';
import { clientMessages, messageFences, serverMessages } from './stream-messages.ts';

export const streams: DocsPage = {
  slug: 'streams',
  title: 'Streams',
  description: 'Send audio and read what was said, over a WebSocket.',
  markdown: (reader) => {
    const address = `${baseUrlOf(reader).replace('http', 'ws')}/v1/sessions/{id}/connect`;
    return `A session is streamed over one WebSocket: your audio goes in, the transcript comes back while people speak. You need a key with \`sessions:write\` and \`sessions:read\` in a variable:

\`\`\`text
export ${brand.keyVariable}=sk_${reader.environment}_…
\`\`\`

## 1. Create a session

${fences({ bash: samples.createSession.bash }, reader)}

The answer is the session. Its \`stream\` says where to connect, and with which token:

\`\`\`json
{
  "stream": {
    "url": "${address.replace('{id}', 'sess_01JEXAMPEE0000000000000000')}",
    "token": "kst_${reader.environment}_…",
    "expires_at": "2026-01-01T12:05:00.000Z"
  }
}
\`\`\`

The token opens one connection within 5 minutes. A stream that is open goes on after that.

## 2. Stream

This program does everything: it creates a session, streams audio, prints the turns, ends the session and reads its transcript. Save it as \`stream.mjs\` for Node 22 or newer, which needs nothing else (older ones have no WebSocket: they create and pay for a session, then fail), or as \`stream.py\` for Python with the package [websockets](https://websockets.readthedocs.io).

${fences(samples.stream, reader)}

\`node stream.mjs\` or \`python3 stream.py\` prints lines like these:

\`\`\`text
session sess_01JEXAMPEE0000000000000000
session.ready
transcript.partial Danke,
transcript.partial Danke, das
transcript.partial Danke, das ist
transcript.partial Danke, das ist sehr
transcript.final Danke, das ist sehr freundlich.
session.ended
closed 1000 session_ended
1. caller: Danke, das ist sehr freundlich. (Thank you, that is very kind.)
\`\`\`

It sends a tone. To send speech, turn a sound file into mu-law and name it: \`ffmpeg -i speech.wav -ac 1 -ar 8000 -f mulaw speech.ulaw\`, then \`node stream.mjs speech.ulaw\`.

When \`engine\` is \`sandbox\`, the built-in engine answers. It makes its turns from the loudness and length of your audio; it does not recognize speech. The same audio always gives the same turns, so tests can rely on them.

What a session leaves is told in [Sessions, transcripts, recordings and analyses](/docs/sessions).

## Connect

\`\`\`text
${address}?token=kst_…
\`\`\`

The token may also come as a WebSocket subprotocol after \`${brand.streamProtocol}\`, which keeps it out of the logs of proxies: \`new WebSocket(url, ['${brand.streamProtocol}', token])\`. It is never an API key. A browser may be given a token, never a key; the page’s origin has to be one that the operator of this API allows.

| answer to the handshake | why |
| --- | --- |
| 101 | The stream is open. |
| 401 ${linked('stream_token_invalid')} | It is not this session’s token, or its key was revoked. |
| 401 ${linked('stream_token_expired')} | It is older than 5 minutes. |
| 401 ${linked('stream_token_used')} | It has opened a connection before. |
| 403 ${linked('origin_not_allowed')} | A web page of this origin may not connect. |
| 409 ${linked('session_not_active')} | The session has ended. |
| 409 ${linked('session_already_streaming')} | Another connection of this session is open. |
| 429 ${linked('concurrent_sessions_exceeded')} | Your plan’s number of streams is open. |

The WebSocket of browsers and Node does not show this answer, only close code 1006. curl shows it, with the session’s id in \`SESSION_ID\` and its token in \`STREAM_TOKEN\`. When nothing is wrong, curl opens the stream and so uses up the token; end it with Ctrl-C.

${fences(samples.handshake, reader)}

## Connect again

A connection that breaks does not end its session. Ask for a new token, which replaces the one before it, and connect again. The numbers of turns go on. The samples read the session’s id from \`SESSION_ID\`.

${fences(samples.streamToken, reader)}

A session without any activity ends by itself after 30 minutes.

## What you send

Each message is one text frame with JSON. \`audio.payload\` is base64 of mu-law samples, 8,000 a second; frames of 20 ms (160 bytes) are usual. \`timestamp_ms\` is your own clock. Each \`speaker\` is heard apart, so name the caller and the agent differently. \`ping\` keeps a quiet stream open; \`session.end\` ends the session.

${messageFences(clientMessages)}

## What you get

Send audio after \`session.ready\`. A \`transcript.partial\` may change until its \`transcript.final\` comes with the same \`sequence\`. \`translation\` is null without a second language, \`offset_ms\` counts from the start of the session, and \`ended_by\` is \`client\` or \`elsewhere\`.

${messageFences(serverMessages)}

\`session.error\` with \`malformed_message\` or \`too_many_speakers\` leaves the stream open: that message was ignored. With any other code the stream is closed right after it, and the code is one of those below.

## Limits

| what | at most |
| --- | --- |
| a message | ${FRAME_BYTES / 1024} KiB |
| messages | ${FRAMES.perSecond} a second, ${FRAMES.burst} at once after a pause |
| bytes | ${BYTES.perSecond / 1024} KiB a second, ${BYTES.burst / 1024} KiB at once after a pause |
| speakers of a stream | ${SPEAKERS} |
| silence | ${SILENCE_MS / 1000} seconds without a message |

## Close codes

| code | reason | meaning |
| --- | --- | --- |
${closeReasons.map(closeRow).join('\n')}
${Object.entries(protocolCodes)
  .map(([code, message]) => `| ${code} | | ${message} |`)
  .join('\n')}

Only \`session_ended\` ends the session. After \`key_compromised\` another key has to ask for the next token; after \`superseded\` another connection goes on with the session. After all others [connect again](/docs/streams#connect-again). Codes without a reason come from the WebSocket protocol itself ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)), with no \`session.error\` before them. 1006 is sent by nobody: your client reports it when the connection broke or the handshake was refused.
`;
  },
};

function closeRow(reason: (typeof closeReasons)[number]): string {
  const { code, message } = closeCode(reason);
  return `| ${code} | \`${reason}\` | ${message} |`;
}
