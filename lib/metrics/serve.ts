import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import { log } from '#lib/log';

/** Only this machine may ask: figures of a whole installation are for its operator. */
const HOST = '127.0.0.1';

/**
 * Answers `GET /metrics` on a loopback port with Prometheus' text format. A port that is taken is told in
 * the log and nothing else: a process runs without its metrics too.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 * @returns ends it; null when it could not listen
 */
export function serveMetrics(
  registry: Registry,
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> } | null> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      (error: unknown) => {
        log().error({ err: error }, 'metrics could not be read');
        response.writeHead(500).end();
      },
    );
  });
  return new Promise((resolve) => {
    server.once('error', (error) => {
      log().warn({ err: error, port }, 'metrics are not served');
      resolve(null);
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      server.unref();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
