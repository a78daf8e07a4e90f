import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

/**
 * Marks every answer of this process `nosniff` as its request begins. Next.js gives some answers before
 * the proxy has a say: redirects to a path without `//` or `\`, which echo it without a content type.
 */
export function guardBareAnswers(): void {
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse };
    response.setHeader('X-Content-Type-Options', 'nosniff');
  });
}
