import type { Sample } from '#components/docs/sample';
import { firstCallSamples } from './first-calls.ts';
import { retrySamples } from './retries.ts';
import { sessionSamples } from './sessions.ts';
import { streamSamples } from './streams.ts';
import { webhookSamples } from './webhooks.ts';

/** Every sample of the documentation; a test runs each against a running gate. */
export const samples = {
  ...firstCallSamples,
  ...sessionSamples,
  ...streamSamples,
  ...retrySamples,
  ...webhookSamples,
} as const satisfies Readonly<Record<string, Sample>>;
