import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type HookServer = {
  readonly url: string;
  /** Bodies that were posted, oldest first. */
  readonly bodies: string[];
  /** The same with their headers. */
  readonly calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  readonly close: () => Promise<void>;
};

/** A web server on this machine that notes what is posted to it; `answer` ends each call. */
export async function startHookServer(
  answer: (response: ServerResponse, request: IncomingMessage) => void = (response) =>
    response.end('ok'),
): Promise<HookServer> {
  const bodies: string[] = [];
  const calls: HookServer['calls'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      bodies.push(body);
      calls.push({ headers: request.headers, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T0/B0/secret`,
    bodies,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
