import type { KeyObject } from 'node:crypto';
import type { GateUrls } from '#lib/api/owner';
import { type Route, route } from '#lib/api/route';
import { type WriteRules, write } from '#lib/api/write';
import type { GateServices } from '#lib/gate/call';
import type { Writer } from '#lib/gate/writer/writer';
import type { EngineName } from '#lib/stream/engines/engine';
import { createSessionBody, endSessionBody, streamTokenBody } from './body.ts';
import { createSession } from './create.ts';
import { endSession } from './end.ts';
import { sessionHeads } from './heads.ts';
import { readSession } from './read.ts';
import { renewStreamToken } from './stream-token.ts';

export type SessionServices = {
  readonly gate: Pick<GateServices, 'pool' | 'databaseNow'>;
  readonly writer: Writer;
  /** The gate's public origins. */
  readonly urls: GateUrls;
  readonly streamSecret: KeyObject;
  readonly engine: EngineName;
};

const creating: WriteRules = { permission: 'sessions:write', cost: 1, startsSession: true };
/** Of what costs nothing. */
const changing: WriteRules = { permission: 'sessions:write', cost: 0, startsSession: false };

/** Create, read and end voice sessions, and connect to them again. */
export function sessionRoutes(services: SessionServices): readonly Route[] {
  const { gate, writer, urls, engine, streamSecret } = services;
  return [
    route({
      ...sessionHeads.create,
      body: createSessionBody,
      handler(call) {
        const { key } = call.snapshot;
        const gateUrl = urls[key.environment];
        const effect = createSession(key, call.body, { gateUrl, secret: streamSecret, engine });
        return write(writer, call, creating, effect);
      },
    }),
    route({
      ...sessionHeads.read,
      body: null,
      handler: (call) => readSession(call, { gate, urls }, engine),
    }),
    route({
      ...sessionHeads.end,
      body: endSessionBody,
      handler: (call) =>
        write(writer, call, changing, endSession(call.snapshot.key, call.params.id ?? '', urls)),
    }),
    route({
      ...sessionHeads.streamToken,
      body: streamTokenBody,
      handler(call) {
        const { key } = call.snapshot;
        const effect = renewStreamToken(key, call.params.id ?? '', {
          urls,
          secret: streamSecret,
          engine,
        });
        return write(writer, call, changing, effect);
      },
    }),
  ];
}
