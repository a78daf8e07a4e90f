import { setTimeout as delay } from 'node:timers/promises';
import type { Row, Stage, Suite } from './suite.ts';

const GOAL_MIB = 120;
const SETTLE_MS = 3_000;

/** The gate's memory before any load. */
export const gateMemorySuite: Suite = {
  name: 'memory of the gate',
  async run({ gate }: Stage): Promise<Row[]> {
    await delay(SETTLE_MS);
    const mib = gate.residentMib();
    if (mib === null) return [];
    return [
      {
        what: 'resident memory at rest: gate',
        measured: `${Math.round(mib)} MB`,
        goal: `≤ ${GOAL_MIB} MB`,
        met: mib <= GOAL_MIB,
      },
    ];
  },
};
