import { javascriptClient } from './client-page.ts';
import { errors, idempotency, rateLimits } from './limit-pages.ts';
import type { DocsPage } from './page.ts';
import { reference } from './reference-page.ts';
import { sessions } from './sessions-page.ts';
import { authentication, quickstart } from './start-pages.ts';
import { streams } from './streams-page.ts';
import { webhooks } from './webhooks-page.ts';

/** The pages of the documentation, in the order in which they are read. */
export const docsPages: readonly DocsPage[] = [
  quickstart,
  authentication,
  errors,
  rateLimits,
  idempotency,
  streams,
  sessions,
  webhooks,
  javascriptClient,
  reference,
];

/** The page of that name. */
export function findDocsPage(slug: string): DocsPage | undefined {
  return docsPages.find((page) => page.slug === slug);
}
