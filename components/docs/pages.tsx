import { errors, idempotency, rateLimits } from './limit-pages.ts';
import type { DocsPage } from './page.ts';
import { reference } from './reference-page.ts';
import { authentication, quickstart } from './start-pages.ts';
import { javascriptClient, streams, webhooks } from './stream-pages.ts';

/** The pages of the documentation, in the order in which they are read. */
export const docsPages: readonly DocsPage[] = [
  quickstart,
  authentication,
  errors,
  rateLimits,
  idempotency,
  streams,
  webhooks,
  javascriptClient,
  reference,
];

/** The page of that name. */
export function findDocsPage(slug: string): DocsPage | undefined {
  return docsPages.find((page) => page.slug === slug);
}
