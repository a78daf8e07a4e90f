import type { GateUrls } from '#lib/api/owner';
import { type Route, route } from '#lib/api/route';
import { type WriteRules, write } from '#lib/api/write';
import type { GateServices } from '#lib/gate/call';
import type { Writer } from '#lib/gate/writer/writer';
import { createAnalysisBody } from './body.ts';
import { createAnalysis } from './create.ts';
import { analysisHeads } from './heads.ts';
import { readAnalysis } from './read.ts';

const creating: WriteRules = { permission: 'analysis:write', cost: 1, startsSession: false };

export type AnalysisServices = {
  readonly gate: Pick<GateServices, 'pool'>;
  readonly writer: Writer;
  /** The gate's public origins. */
  readonly urls: GateUrls;
};

/** Ask for analyses and read them. */
export function analysisRoutes({ gate, writer, urls }: AnalysisServices): readonly Route[] {
  return [
    route({
      ...analysisHeads.create,
      body: createAnalysisBody,
      handler(call) {
        const asked = { sessionId: call.params.id ?? '', include: call.body.include };
        return write(writer, call, creating, createAnalysis(call.snapshot.key, asked, urls));
      },
    }),
    route({
      ...analysisHeads.read,
      body: null,
      handler: (call) => readAnalysis(call, gate, urls),
    }),
  ];
}
