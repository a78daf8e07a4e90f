import type { ServerResponse } from 'node:http';
import type { Answer } from './respond.ts';

/** Writes an answer. */
export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body, answer.encoding);
}
