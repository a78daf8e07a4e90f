import type { Sample } from '#components/docs/sample';
import { callSample } from './call.ts';

const recordedSession = callSample({
  method: 'POST',
  path: '/v1/sessions',
  body: { mode: 'ai_agent', recording: { enabled: true }, metadata: { order: '4711' } },
});

const session = callSample({ path: '/v1/sessions/{SESSION_ID}' });

const endSession = callSample({ method: 'POST', path: '/v1/sessions/{SESSION_ID}/end' });

const transcript = callSample({ path: '/v1/sessions/{SESSION_ID}/transcript' });

const recordings = callSample({ path: '/v1/sessions/{SESSION_ID}/recordings' });

const recording = callSample({ path: '/v1/recordings/{RECORDING_ID}' });

const audio: Sample = {
  bash: `curl --fail-with-body -o recording.wav \\
  BASE_URL/v1/recordings/$RECORDING_ID/audio \\
  -H "Authorization: Bearer $KEY"`,
  js: `import { writeFile } from 'node:fs/promises';

const response = await fetch(\`BASE_URL/v1/recordings/\${process.env.RECORDING_ID}/audio\`, {
  headers: { Authorization: \`Bearer \${process.env.KEY}\` },
});
if (!response.ok) throw new Error(await response.text());
await writeFile('recording.wav', response.body);`,
  python: `import os, shutil, urllib.error, urllib.request

request = urllib.request.Request(
    f"BASE_URL/v1/recordings/{os.environ['RECORDING_ID']}/audio",
    headers={"Authorization": f"Bearer {os.environ['KEY']}"},
)
try:
    with urllib.request.urlopen(request) as response, open("recording.wav", "wb") as file:
        shutil.copyfileobj(response, file)
except urllib.error.HTTPError as error:
    raise SystemExit(f"{error.code} {error.read().decode()}")`,
};

const createAnalysis = callSample({
  method: 'POST',
  path: '/v1/sessions/{SESSION_ID}/analysis',
  body: { include: ['summary', 'sentiment', 'keywords'] },
});

const analysis = callSample({ path: '/v1/analyses/{ANALYSIS_ID}' });

export const sessionSamples = {
  recordedSession,
  session,
  endSession,
  transcript,
  recordings,
  recording,
  audio,
  createAnalysis,
  analysis,
} as const;
