import { createSecretKey } from 'node:crypto';
import { createPool } from '#lib/db/pool';
import { env } from '#lib/env';
import type { GateServices } from '#lib/gate/call';
import { Writer } from '#lib/gate/writer/writer';
import { engineNameOf } from '#lib/stream/engines/engine';
import { analysisRoutes } from './analyses/routes.ts';
import { meRoutes } from './me.ts';
import { openapiRoutes } from './openapi/routes.ts';
import { Downloads } from './recordings/downloads.ts';
import { recordingRoutes } from './recordings/routes.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { transcriptRoutes } from './transcripts/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** The resources of one running gate. */
export type Resources = {
  readonly routes: readonly Route[];
  /** Resolves when every write that may have read its key before this moment has its answer. */
  settled(): Promise<void>;
  /** Called after the last call was answered; finishes what is under way. */
  close(): Promise<void>;
};

/** Every route of the API, and what runs behind them. */
export function openResources(services: GateServices): Resources {
  const { databaseUrl, gateUrl, streamSecret, streams } = env();
  const writer = new Writer({
    url: databaseUrl,
    now: services.databaseNow,
    log: services.log,
    onAccount: (account) =>
      services.credits.advance({
        id: account.id,
        sequence: account.lastSequence,
        balance: account.balance,
        used: account.usedThisPeriod,
        periodEnd: account.periodEnd,
      }),
  });
  const finder = { gate: services, urls: gateUrl };
  const downloads = new Downloads(services.pool, services.log);
  const samples = createPool({
    max: 2,
    name: 'gate recordings',
    connectionTimeoutMs: 5_000,
    statementTimeoutMs: 5_000,
    queryTimeoutMs: 6_000,
  });
  return {
    routes: [
      ...meRoutes,
      ...sessionRoutes({
        gate: services,
        writer,
        urls: gateUrl,
        streamSecret: createSecretKey(streamSecret),
        engine: engineNameOf(streams.engineUrl),
      }),
      ...webhookRoutes({ gate: services, writer, urls: gateUrl }),
      ...openapiRoutes(gateUrl),
      ...transcriptRoutes(finder),
      ...recordingRoutes(finder, { pool: samples, downloads }),
      ...analysisRoutes({ gate: services, writer, urls: gateUrl }),
    ],
    settled: () => writer.settled(),
    close: async () => {
      await writer.close();
      await samples.end();
    },
  };
}
