import type { RouteDocument } from './document.ts';
import { meDocument } from './me-document.ts';
import { openapiDocument } from './openapi/about.ts';
import { sessionDocuments } from './sessions/documents.ts';

/** What is told of every route; a test sees that none is missing. */
export const routeDocuments: readonly RouteDocument[] = [
  meDocument,
  ...sessionDocuments,
  openapiDocument,
];
