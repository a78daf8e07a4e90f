import type { Sample } from '#components/docs/sample';
import { callSample } from '#lib/reference/call-sample';

const javascript = `import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

async function call(method, path, body) {
  const response = await fetch(\`BASE_URL\${path}\`, {
    method,
    headers: {
      Authorization: \`Bearer \${process.env.KEY}\`,
      'Content-Type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

// Mu-law, 8,000 bytes a second: a file,
// or a tone of 2 seconds and a second of silence.
function readAudio(file) {
  if (file) return readFileSync(file);
  const wave = Buffer.concat([Buffer.alloc(10, 0x9f), Buffer.alloc(10, 0x1f)]);
  return Buffer.concat([Buffer.alloc(16_000, wave), Buffer.alloc(8_000, 0xff)]);
}

async function speak(socket, audio) {
  const frame = 160; // bytes, 20 ms
  for (let at = 0; at < audio.length && socket.readyState === WebSocket.OPEN; at += frame) {
    socket.send(JSON.stringify({
      type: 'audio.input',
      sequence: at / frame,
      timestamp_ms: at / 8,
      speaker: 'caller',
      audio: {
        encoding: 'mulaw',
        sample_rate_hz: 8000,
        payload: audio.subarray(at, at + frame).toString('base64'),
      },
    }));
    await wait(20);
  }
  socket.send(JSON.stringify({ type: 'session.end' }));
}

const session = await call('POST', '/v1/sessions', {
  mode: 'bidirectional_translation',
  source_language: 'de',
  target_language: 'en',
  recording: { enabled: true },
});
console.log('session', session.id);

const socket = new WebSocket(\`\${session.stream.url}?token=\${session.stream.token}\`);
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  console.log(message.type, message.text ?? message.message ?? '');
  if (message.type === 'session.ready') speak(socket, readAudio(process.argv[2]));
};
const { code, reason } = await new Promise((resolve) => {
  socket.onclose = resolve;
});
console.log('closed', code, reason);

const transcript = await call('GET', \`/v1/sessions/\${session.id}/transcript\`);
for (const { sequence, speaker, text, translation } of transcript.turns) {
  console.log(\`\${sequence}. \${speaker}: \${text} (\${translation ?? 'not translated'})\`);
}`;

const python = `import asyncio, base64, json, os, sys, urllib.error, urllib.request

import websockets  # pip install websockets

def call(method, path, body=None):
    request = urllib.request.Request(
        f"BASE_URL{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['KEY']}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{error.code} {error.read().decode()}")

# Mu-law, 8,000 bytes a second: a file,
# or a tone of 2 seconds and a second of silence.
def read_audio(file=None):
    if file is not None:
        with open(file, "rb") as opened:
            return opened.read()
    wave = bytes([0x9F] * 10 + [0x1F] * 10)
    return wave * 800 + bytes([0xFF]) * 8000

async def speak(socket, audio):
    frame = 160  # bytes, 20 ms
    for at in range(0, len(audio), frame):
        await socket.send(json.dumps({
            "type": "audio.input",
            "sequence": at // frame,
            "timestamp_ms": at // 8,
            "speaker": "caller",
            "audio": {
                "encoding": "mulaw",
                "sample_rate_hz": 8000,
                "payload": base64.b64encode(audio[at:at + frame]).decode(),
            },
        }))
        await asyncio.sleep(0.02)
    await socket.send(json.dumps({"type": "session.end"}))

async def stream(session):
    address = f"{session['stream']['url']}?token={session['stream']['token']}"
    async with websockets.connect(address) as socket:
        async for text in socket:
            message = json.loads(text)
            print(message["type"], message.get("text", message.get("message", "")))
            if message["type"] == "session.ready":
                speaking = asyncio.create_task(speak(socket, read_audio(*sys.argv[1:2])))
        print("closed", socket.close_code, socket.close_reason)

session = call("POST", "/v1/sessions", {
    "mode": "bidirectional_translation",
    "source_language": "de",
    "target_language": "en",
    "recording": {"enabled": True},
})
print("session", session["id"])
asyncio.run(stream(session))

transcript = call("GET", f"/v1/sessions/{session['id']}/transcript")
for turn in transcript["turns"]:
    translation = turn.get("translation", "not translated")
    print(f"{turn['sequence']}. {turn['speaker']}: {turn['text']} ({translation})")`;

/** A whole conversation: session, stream, turns, end, transcript. */
const stream: Sample = { js: javascript, python };

const streamToken = callSample({
  method: 'POST',
  path: '/v1/sessions/{SESSION_ID}/stream_token',
});

/** A handshake by hand: WebSocket clients do not show why one was refused. */
const handshake: Sample = {
  bash: `curl -i --http1.1 \\
  "BASE_URL/v1/sessions/$SESSION_ID/connect?token=$STREAM_TOKEN" \\
  -H "Connection: Upgrade" \\
  -H "Upgrade: websocket" \\
  -H "Sec-WebSocket-Version: 13" \\
  -H "Sec-WebSocket-Key: $(head -c 16 /dev/urandom | base64)"`,
};

export const streamSamples = {
  stream,
  streamToken,
  handshake,
} as const;
