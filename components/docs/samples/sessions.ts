import { callSample } from '#lib/reference/call-sample';

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

const audio = callSample({
  path: '/v1/recordings/{RECORDING_ID}/audio',
  answer: { file: 'recording.wav' },
});

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
