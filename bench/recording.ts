import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#lib/db/embedded/port';
import { GATE_FLAGS } from '#lib/launch/node-flags';
import { type Request, runLoad } from './load.ts';
import { startProcess } from './process.ts';
import { median, medianRatio } from './rounds.ts';
import { perSecondText, type Row, type Stage, type Suite } from './suite.ts';

const GOAL = 0.95;
/** Two processes of the same gate differ by some percent for as long as they live: pairs of them are compared. */
const PAIRS = 5;
const ROUNDS = 8;
const WARM_UP_SECONDS = 3;
/** Records are stored a second after their calls: that of the lead lies in the measured time instead of its own. */
const LEAD_SECONDS = 1;
const MEASURED_SECONDS = 2;
/** Until the last records of a turn are stored, milliseconds. */
const TAIL_MS = 1_500;

const SCRIPTS = { on: 'bin/gate.ts', off: 'bench/gate-unrecorded.ts' } as const;
type Which = keyof typeof SCRIPTS;
type PerSecond = Record<Which, number[]>;

/** The gate with its records against one that keeps none. */
export const recordingSuite: Suite = {
  name: 'recording',
  async run(stage: Stage): Promise<Row[]> {
    const perSecond: PerSecond = { on: [], off: [] };
    for (let pair = 0; pair < PAIRS; pair++) await measurePair(stage, perSecond);
    return [row(perSecond)];
  },
};

async function measurePair(stage: Stage, perSecond: PerSecond): Promise<void> {
  const gates = [await startOne(stage, 'off')];
  try {
    gates.push(await startOne(stage, 'on'));
    for (const { target } of gates) await runLoad(target, WARM_UP_SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      for (const { which, target } of gates) perSecond[which].push(await turn(target));
      // Each goes first as often as the other: a machine that slows down favours none.
      gates.reverse();
    }
  } finally {
    for (const { gate } of gates) await gate.stop();
  }
}

async function startOne({ database, seeded }: Stage, which: Which) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = { ...database.variables, GATE_LISTEN: `127.0.0.1:${port}:any` };
  const gate = await startProcess([...GATE_FLAGS, SCRIPTS[which]], variables, `${url}/healthz`);
  const headers = { Authorization: `Bearer ${seeded.secret}` };
  const target: Request = { url: `${url}/v1/me`, headers };
  return { which, gate, target };
}

async function turn(target: Request): Promise<number> {
  await runLoad(target, LEAD_SECONDS);
  const { perSecond, failures } = await runLoad(target, MEASURED_SECONDS);
  if (failures > 0) throw new Error(`${failures} calls of ${target.url} failed`);
  await delay(TAIL_MS);
  return perSecond;
}

function row({ on, off }: PerSecond): Row {
  const ratio = medianRatio(on, off);
  const [recorded, bare] = [perSecondText(median(on)), perSecondText(median(off))];
  return {
    what: 'gate `GET /v1/me` with every call recorded, against a gate that records nothing',
    measured: `${ratio.toFixed(2)} (${recorded} and ${bare})`,
    goal: `≥ ${GOAL.toFixed(2)}`,
    met: ratio >= GOAL,
  };
}
