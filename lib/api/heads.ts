import { analysisHeads } from './analyses/heads.ts';
import { meHead } from './me.ts';
import { openapiHead } from './openapi/about.ts';
import { recordingHeads } from './recordings/heads.ts';
import type { RouteHead } from './route.ts';
import { sessionHeads } from './sessions/heads.ts';
import { transcriptHead } from './transcripts/heads.ts';
import { webhookHeads } from './webhooks/heads.ts';

/** Every route of the API as data: for whoever wants to know of them without running them. */
export const routeHeads: readonly RouteHead[] = [
  meHead,
  ...Object.values(sessionHeads),
  ...Object.values(webhookHeads),
  openapiHead,
  transcriptHead,
  ...Object.values(recordingHeads),
  ...Object.values(analysisHeads),
];
