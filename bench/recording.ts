import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#lib/db/embedded/port';
import { GATE_FLAGS } from '#lib/launch/node-flags';
import { type Request, runLoad } from './load.ts';
import { startProcess } from './process.ts';
import { median, medianRatio } from './rounds.ts';
import { perSecondText, type Row, type Stage, type Suite } from './suite.ts';

const GOAL = 0.95;
const ROUNDS = 40;
/** Records are stored a second after their calls: that of the lead lies in the measured time instead of its own. */
const LEAD_SECONDS = 1;
const MEASURED_SECONDS = 2;
/** Until the last records of a turn are stored, milliseconds. */
const TAIL_MS = 1_500;

/** The gate with its records against one that keeps none. */
export const recordingSuite: Suite = {
  name: 'recording',
  async run(stage: Stage): Promise<Row[]> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const bare = await startProcess(
      [...GATE_FLAGS, 'bench/gate-unrecorded.ts'],
      { ...stage.database.variables, GATE_LISTEN: `127.0.0.1:${port}:any` },
      `${url}/healthz`,
    );
    try {
      const headers = { Authorization: `Bearer ${stage.seeded.secret}` };
      const targets = {
        off: { url: `${url}/v1/me`, headers },
        on: { url: `${stage.gateUrl}/v1/me`, headers },
      };
      const perSecond = { on: [] as number[], off: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        // Each goes first as often as the other: a machine that slows down favours none.
        const turns = round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const);
        for (const which of turns) perSecond[which].push(await turn(targets[which]));
      }
      return [row(perSecond)];
    } finally {
      await bare.stop();
    }
  },
};

async function turn(target: Request): Promise<number> {
  await runLoad(target, LEAD_SECONDS);
  const { perSecond, failures } = await runLoad(target, MEASURED_SECONDS);
  if (failures > 0) throw new Error(`${failures} calls of ${target.url} failed`);
  await delay(TAIL_MS);
  return perSecond;
}

function row({ on, off }: { on: number[]; off: number[] }): Row {
  const ratio = medianRatio(on, off);
  const [recorded, bare] = [perSecondText(median(on)), perSecondText(median(off))];
  return {
    what: 'gate `GET /v1/me` with every call recorded, against a gate that records nothing',
    measured: `${ratio.toFixed(2)} (${recorded} and ${bare})`,
    goal: `≥ ${GOAL.toFixed(2)}`,
    met: ratio >= GOAL,
  };
}
