import type { Instrumentation } from 'next';

/** Before the first request: what Next.js itself neither tells us (peers) nor lets us set (bare answers). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { notePeers } = await import('#lib/auth/caller');
  const { guardBareAnswers } = await import('#lib/web/bare-answers');
  notePeers();
  guardBareAnswers();
}

/** A fault behind a page, under the digest that the page shows and the id that the answer carries. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('#lib/log');
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined;
  const { method, headers } = request;
  const requestId = headers['x-request-id'];
  log().error({ err: error, digest, requestId, method, route: context.routePath }, 'page failed');
};
