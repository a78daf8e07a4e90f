import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { startWorker } from '#lib/jobs/worker';
import { ownerPool } from '#test/database';
import { freePorts } from '#test/free-ports';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate } from '#test/running-gate';
import { seedSpender } from '#test/spender';
import { makeSession, openStream } from '#test/stream-client';
import { gateMetrics } from './gate.ts';
import { serveMetrics } from './serve.ts';
import { workerMetrics } from './worker.ts';

const [port = 0, other = 0] = await freePorts(2);
afterAll(() => {
  process.env.WORKER_METRICS_PORT = '';
  resetEnv();
});

function read(at: number, host = '127.0.0.1', path = '/metrics') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    get({ host, port: at, path }, async (answer) =>
      resolve({ status: answer.statusCode ?? 0, body: await text(answer) }),
    ).on('error', reject);
  });
}

test('a gate tells its decisions, its records and whether it hears of changes', async () => {
  const { gate, live } = await startTestGate();
  const serving = await serveMetrics(gateMetrics(gate.figures), port);
  const key = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
  await callGate(live, '/v1/me', { key: key.text });
  await callGate(live, '/v1/me');
  await callGate(live, '/v1/me');
  const { status, body } = await read(port);
  expect(status).toBe(200);
  expect(body).toContain('gate_decisions_total{check="",code=""} 1');
  expect(body).toContain('gate_decisions_total{check="credential",code="api_key_invalid"} 2');
  expect(body).toContain('gate_cache_usable 1');
  expect(body).toMatch(/gate_records_waiting_bytes \d+/);
  expect(body).toContain('gate_records_dropped_total 0');
  expect(body).toMatch(/process_resident_memory_bytes \d+/);
  expect(body).not.toMatch(/org_|key_0|sk_/);
  expect(body).toContain('gate_streams_open 0');
  const { path } = await makeSession(live, await seedSpender(ownerPool(), 1));
  const stream = await openStream(live, path);
  expect((await read(port)).body).toContain('gate_streams_open 1');
  stream.socket.close();
  await serving?.close();
  await gate.close();
});

test('they are for this machine only, and nothing else is served', async () => {
  const serving = await serveMetrics(workerMetrics().registry, port);
  expect((await read(port, '127.0.0.1', '/')).status).toBe(404);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  if (outside !== undefined) await expect(read(port, outside)).rejects.toThrow();
  await serving?.close();
});

test('a port that is taken costs the metrics, not the process', async () => {
  const serving = await serveMetrics(workerMetrics().registry, port);
  expect(await serveMetrics(workerMetrics().registry, port)).toBeNull();
  await serving?.close();
});

test('a worker counts the runs of its jobs', async () => {
  process.env.WORKER_METRICS_PORT = String(other);
  resetEnv();
  const worker = await startWorker();
  await ownerPool().query(`SELECT FROM pgboss.queue`);
  expect((await read(other)).status).toBe(200);
  await worker.close();
  const metrics = workerMetrics();
  metrics.ran('tidy', 'done', 0.2);
  metrics.ran('tidy', 'failed', 2);
  const body = await metrics.registry.metrics();
  expect(body).toContain('worker_job_runs_total{job="tidy",outcome="done"} 1');
  expect(body).toContain('worker_job_runs_total{job="tidy",outcome="failed"} 1');
  expect(body).toContain('worker_job_duration_seconds_bucket{le="0.5",job="tidy"} 1');
  await vi.waitUntil(async () =>
    read(other).then(
      () => false,
      () => true,
    ),
  );
});
