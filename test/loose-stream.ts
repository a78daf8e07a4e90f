import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Connection } from '#lib/stream/connection';
import { openSandbox } from '#lib/stream/engines/sandbox';
import type { StreamedSession } from '#lib/stream/session';
import type { Entry } from '#lib/stream/store';
import { openStream } from '#test/stream-client';

const session: StreamedSession = {
  id: 'sess_1',
  organizationId: 'org_1',
  environment: 'test',
  mode: 'ai_agent',
  sourceLanguage: null,
  targetLanguage: null,
  recordingEnabled: true,
  keyId: 'key_1',
  startedAt: 0,
  claimedAt: 0,
  lastSequence: 0,
};

/** Streams without a gate: what each would store is in its `stored`. */
export async function startLooseStreams() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    async open(more: Partial<StreamedSession> = {}) {
      const stored: Entry[] = [];
      const made = once(server, 'connection');
      const client = await openStream((server.address() as AddressInfo).port, '/');
      const [socket] = await made;
      const connection = new Connection(
        socket,
        { ...session, ...more },
        {
          engineName: 'sandbox',
          openEngine: openSandbox,
          store: { add: (entry) => Promise.resolve(stored.push(entry) > 0) },
        },
      );
      await client.next('session.ready');
      return { client, connection, stored };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
