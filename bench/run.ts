import { writeFileSync } from 'node:fs';
import { clock } from '#lib/clock';
import { freePort } from '#lib/db/embedded/port';
import { GATE_FLAGS } from '#lib/launch/node-flags';
import { openBenchDatabase } from './database.ts';
import { meSuite } from './me.ts';
import { pagesSuite } from './pages.ts';
import { startProcess } from './process.ts';
import { recordingSuite } from './recording.ts';
import { recordsSuite } from './records.ts';
import { replaysSuite } from './replays.ts';
import { resultsPage } from './report.ts';
import { seedBench } from './seed.ts';
import { sessionsSuite } from './sessions.ts';
import { streamsSuite } from './streams.ts';
import type { Row, Stage, Suite } from './suite.ts';
import { wholeSuite } from './whole.ts';

const suites: readonly Suite[] = [
  meSuite,
  recordingSuite,
  sessionsSuite,
  replaysSuite,
  wholeSuite,
  pagesSuite,
  recordsSuite,
  streamsSuite,
];

/**
 * Measures everything, or the suites whose name contains `only`; prints the lines as they come and
 * writes `bench/results.md` after a full run. Resolves with the exit status: 1 when a goal was missed.
 */
export async function runBench(only: string): Promise<number> {
  const chosen = suites.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  const rows = await onStage((stage) => measure(chosen, stage));
  if (chosen.length === suites.length) {
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    writeFileSync('bench/results.md', resultsPage(rows, today));
  }
  return rows.every((row) => row.met) ? 0 : 1;
}

async function measure(chosen: readonly Suite[], stage: Stage): Promise<Row[]> {
  const rows: Row[] = [];
  for (const suite of chosen) {
    for (const row of await suite.run(stage)) {
      process.stdout.write(
        `${row.met ? 'ok  ' : 'MISS'} ${row.what}: ${row.measured}, goal ${row.goal}\n`,
      );
      rows.push(row);
    }
  }
  return rows;
}

/** Starts database, gate and bare server, and stops them whatever happens. */
async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => Promise<void>)[] = [];
  try {
    const database = await openBenchDatabase();
    ends.push(database.stop);
    const seeded = await seedBench(database);
    const [gatePort, helloPort] = [await freePort(), await freePort()];
    const gateUrl = `http://127.0.0.1:${gatePort}`;
    const helloUrl = `http://127.0.0.1:${helloPort}`;
    const gate = await startProcess(
      [...GATE_FLAGS, 'bin/gate.ts'],
      { ...database.variables, GATE_LISTEN: `127.0.0.1:${gatePort}:any` },
      `${gateUrl}/healthz`,
    );
    ends.push(gate.stop);
    const hello = await startProcess(['bench/hello.ts', String(helloPort)], {}, helloUrl);
    ends.push(hello.stop);
    return await work({ database, seeded, gateUrl, gate, helloUrl });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
