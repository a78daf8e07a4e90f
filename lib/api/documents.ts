import { analysisDocuments } from './analyses/documents.ts';
import type { RouteDocument } from './document.ts';
import { meDocument } from './me-document.ts';
import { openapiDocument } from './openapi/about.ts';
import { recordingDocuments } from './recordings/documents.ts';
import { sessionDocuments } from './sessions/documents.ts';
import { transcriptDocument } from './transcripts/document.ts';
import { webhookDocuments } from './webhooks/documents.ts';

/** What is told of every route; a test sees that none is missing. */
export const routeDocuments: readonly RouteDocument[] = [
  meDocument,
  ...sessionDocuments,
  transcriptDocument,
  ...recordingDocuments,
  ...analysisDocuments,
  ...webhookDocuments,
  openapiDocument,
];
