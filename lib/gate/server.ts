import type { Server } from 'node:http';
import { openResources, type Resources } from '#lib/api/routes';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import type { GateListener, ListenEnvironment } from '#lib/env/listen';
import type { ErrorCode } from '#lib/errors';
import { newId } from '#lib/ids';
import type { GateFigures } from '#lib/metrics/gate';
import { StreamGate } from '#lib/stream/stream-gate';
import { createOriginReader, plainAddress } from './address.ts';
import { createHandler } from './handle.ts';
import { createGateServer, listen, stopServer } from './http.ts';
import { Judge } from './judge.ts';
import { LastUsed } from './last-used.ts';
import { LookupLimit } from './lookup-limit.ts';
import { OpenLimit } from './open-limit.ts';
import { Outbox } from './outbox.ts';
import { openParts, type Parts } from './parts.ts';
import { PepperGuard } from './pepper-guard.ts';
import { Recorder } from './record.ts';
import { Recording } from './recording/recording.ts';
import { compileRoutes } from './router.ts';
import { createUpgrader } from './upgrade.ts';

/** Milliseconds that a start waits for the database; without it the gate answers 503 until it comes. */
const START_PATIENCE_MS = 3_000;
/** Milliseconds that calls in flight get to finish when the gate ends. */
const END_PATIENCE_MS = 8_000;

export type GateOptions = {
  /** Instead of `env().gateListen`; port 0 takes a free one. */
  readonly listen?: readonly GateListener[];
  /** Throws an `EnvError` when the peppers are not those of the database; without it nobody looks. */
  readonly verifyPeppers?: () => Promise<void>;
  /** False leaves the records out: to measure what they cost, nothing else. */
  readonly recording?: boolean;
};

export type RunningGate = {
  readonly id: string;
  /** What it listens on, in the order asked for. */
  readonly listeners: readonly { readonly environment: ListenEnvironment; readonly port: number }[];
  /** What it decided so far: `ok`, or the check that refused and the error's code. */
  readonly decisions: ReadonlyMap<string, number>;
  /** What the operator may watch. */
  readonly figures: GateFigures;
  /** Rejects when the database was away at the start, is there now, and the peppers are not its. */
  readonly failed: Promise<never>;
  /** Stops accepting, finishes the calls in flight, writes what waits and says that the gate ended. */
  close(): Promise<void>;
};

/**
 * Starts a gate: its listeners, its link to the database and the resources behind it. It starts without
 * a database too, and answers 503 until there is one.
 * @throws when it can't listen, e.g. because a port is taken, and `EnvError` for wrong peppers
 */
export async function startGate(options: GateOptions = {}): Promise<RunningGate> {
  const wanted = options.listen ?? env().gateListen;
  const guard = new PepperGuard(options.verifyPeppers ?? (() => Promise.resolve()));
  const verified = await guard.begin();
  const parts = await openParts(newId('gate'), wanted, guard);
  const resources = openResources(parts.services);
  const streams = new StreamGate(parts.services);
  const lastUsed = new LastUsed(parts.services.pool);
  const ending = { now: false };
  const { gateId, databaseNow, log } = parts.services;
  const recording =
    options.recording === false ? null : new Recording({ gateId, databaseNow, log });
  const recorder = new Recorder(lastUsed, recording, log);
  const outbox = new Outbox();
  const servers = createServers(wanted, parts, resources, { recorder, outbox, ending, streams });
  const settled = async () => {
    await resources.settled();
    // Reads that were judged before the change are answered before it is confirmed.
    outbox.flush();
  };
  const stop = async () => {
    ending.now = true;
    guard.close();
    const stopped = servers.map((server) => stopServer(server, END_PATIENCE_MS));
    await Promise.all([streams.close(), ...stopped]);
    await resources.close();
    await recording?.close();
    await lastUsed.close();
    await parts.close();
    const decisions = Object.fromEntries(recorder.decisions);
    parts.services.log('info', 'the gate ended', { decisions });
  };
  if (!verified) parts.services.log('warn', 'the database is away: calls are answered 503');
  try {
    parts.open(settled, streams.open);
    await parts.link.ready(START_PATIENCE_MS);
    const ports = await listenAll(servers, wanted);
    const listeners = wanted.map(({ environment }, index) => ({
      environment,
      port: ports[index] ?? 0,
    }));
    const { gateId: id } = parts.services;
    const figures = figuresOf(recorder, recording, parts, streams);
    return {
      id,
      listeners,
      decisions: recorder.decisions,
      figures,
      failed: guard.failed,
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function figuresOf(
  recorder: Recorder,
  recording: Recording | null,
  { link }: Parts,
  streams: StreamGate,
): GateFigures {
  return {
    decisions: recorder.decisions,
    records: () => ({
      waitingBytes: recording?.waiting.bytes ?? 0,
      waitingLines: recording?.waiting.lines ?? 0,
      dropped: recording?.dropped ?? 0,
    }),
    streams: () => streams.open.count,
    isFresh: () => link.isFresh(clock.elapsed()),
  };
}

/** What all listeners share on the way out. */
type Outgoing = {
  readonly recorder: Recorder;
  readonly outbox: Outbox;
  readonly ending: { readonly now: boolean };
  readonly streams: StreamGate;
};

function createServers(
  wanted: readonly GateListener[],
  { link, keys, limiter, services }: Parts,
  resources: Resources,
  { recorder, outbox, ending, streams }: Outgoing,
): Server[] {
  const judge = new Judge({
    router: compileRoutes(resources.routes),
    keys: keys.cache,
    link,
    limiter,
    lookups: new LookupLimit(),
    openCalls: new OpenLimit(),
    addresses: env().gateUrl,
    fault: ({ requestId }, error) =>
      services.log('warn', 'a key could not be read', { requestId, err: error }),
  });
  const handling = {
    judge,
    recorder,
    outbox,
    link,
    readOrigin: createOriginReader(env().trustedProxies),
    isEnding: () => ending.now,
    log: services.log,
  };
  const unparsed = (code: ErrorCode, socketAddress: string | undefined) => {
    // The connection ends now: what it was to be told before goes first.
    outbox.flush();
    recorder.addUnparsed(code, plainAddress(socketAddress ?? ''));
  };
  return wanted.map(({ environment }) =>
    createGateServer(
      createHandler(handling, environment),
      unparsed,
      createUpgrader(handling, streams, environment),
    ),
  );
}

async function listenAll(servers: Server[], wanted: readonly GateListener[]): Promise<number[]> {
  const ports: number[] = [];
  for (const [index, server] of servers.entries()) {
    const listener = wanted[index];
    if (listener !== undefined) ports.push(await listen(server, listener));
  }
  return ports;
}
