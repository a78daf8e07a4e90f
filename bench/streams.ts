import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#lib/db/embedded/port';
import { GATE_FLAGS } from '#lib/launch/node-flags';
import { type BenchProcess, startProcess } from './process.ts';
import { runScript, type StreamLoad, startScript } from './stream-load.ts';
import type { Row, Stage, Suite } from './suite.ts';

const IDLE = 1_000;
const IDLE_GOAL_MIB = 60;
const SPEAKING = 110;
const FRAMES_EACH = 50;
const SECONDS = 10;
const GOAL_PER_SECOND = 5_000;
const GOAL_P99_MS = 20;

/** What open streams cost a gate, and how many frames of audio one core of it relays to an engine. */
export const streamsSuite: Suite = {
  name: 'streams',
  async run(stage: Stage): Promise<Row[]> {
    return [await idleRow(stage), ...(await relayRows(stage))];
  },
};

async function idleRow(stage: Stage): Promise<Row> {
  return withGate(stage, {}, async (gate, url) => {
    // The gate has done everything once before it is weighed.
    await holdStreams(await streamUrls(stage, url, 20), () => delay(500));
    const urls = await streamUrls(stage, url, IDLE);
    const before = gate.residentMib() ?? 0;
    const grown = await holdStreams(urls, async () => {
      await delay(5_000);
      return (gate.residentMib() ?? Number.NaN) - before;
    });
    return {
      what: `memory that ${IDLE.toLocaleString('en-GB')} idle streams take in the gate`,
      measured: `${grown.toFixed(1)} MiB`,
      goal: `< ${IDLE_GOAL_MIB} MB`,
      met: (grown * 2 ** 20) / 1e6 < IDLE_GOAL_MIB,
    };
  });
}

/** Opens streams, does something while they are open, and ends them. */
async function holdStreams<T>(urls: string, work: () => Promise<T>): Promise<T> {
  const client = startScript('bench/stream-client.ts', []);
  const ended = once(client, 'exit');
  const opened = once(client.stdout ?? client, 'data');
  client.stdin?.end(urls);
  await opened;
  const result = await work();
  client.kill();
  await ended;
  return result;
}

async function relayRows(stage: Stage): Promise<Row[]> {
  const port = await freePort();
  const engine = startScript('bench/stream-engine.ts', [String(port)]);
  try {
    const variables = { SPEECH_ENGINE_URL: `ws://127.0.0.1:${port}` };
    return await withGate(stage, variables, async (_gate, url) => {
      const args = [String(FRAMES_EACH), String(SECONDS)];
      const urls = await streamUrls(stage, url, SPEAKING);
      const load = JSON.parse(await runScript('bench/stream-client.ts', args, urls)) as StreamLoad;
      const perSecond = load.sent / load.seconds;
      return [
        {
          what: `frames of audio relayed, ${SPEAKING} streams in real time, gate on one core`,
          measured: `${Math.round(perSecond).toLocaleString('en-GB')}/s`,
          goal: `≥ ${GOAL_PER_SECOND.toLocaleString('en-GB')}/s`,
          met: perSecond >= GOAL_PER_SECOND,
        },
        {
          what: 'from a frame to the engine’s answer to it, client to client, p99',
          measured: `${load.p99.toFixed(1)} ms`,
          goal: `< ${GOAL_P99_MS} ms`,
          met: load.p99 < GOAL_P99_MS,
        },
      ];
    });
  } finally {
    engine.kill();
  }
}

/** Runs `work` with a gate of its own on the stage's database. */
async function withGate<T>(
  { database }: Stage,
  variables: Readonly<Record<string, string>>,
  work: (gate: BenchProcess, url: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const gate = await startProcess(
    [...GATE_FLAGS, 'bin/gate.ts'],
    { ...database.variables, ...variables, GATE_LISTEN: `127.0.0.1:${port}:any` },
    `${url}/healthz`,
  );
  try {
    return await work(gate, url);
  } finally {
    await gate.stop();
  }
}

/** Makes sessions; the addresses of their streams, one a line. */
async function streamUrls({ seeded }: Stage, url: string, count: number): Promise<string> {
  const lines: string[] = [];
  for (let made = 0; made < count; made++) {
    const response = await fetch(`${url}/v1/sessions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${seeded.secret}`, 'Content-Type': 'application/json' },
      body: '{"mode":"ai_agent"}',
    });
    const { id, stream } = (await response.json()) as { id: string; stream: { token: string } };
    lines.push(`${url.replace('http', 'ws')}/v1/sessions/${id}/connect?token=${stream.token}`);
  }
  return `${lines.join('\n')}\n`;
}
