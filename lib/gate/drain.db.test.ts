import { Agent } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startGateProcess } from '#test/gate-process';

const IN_FLIGHT = 10;

test('SIGTERM: no new connections, calls in flight are finished, what waits is written, exit 0', async () => {
  const pool = ownerPool();
  const organization = await seedOrganization(pool, { requestsPerMinute: 1_000_000 });
  const key = await seedKey(pool, organization);
  const gate = await startGateProcess();
  const agent = new Agent({ keepAlive: true });
  const idle = await callGate(gate.port, '/v1/me', { key: key.text, agent });
  expect(idle.status).toBe(200);

  // Somebody holds the account, so that the writes are in flight when the signal comes.
  const holder = await pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM credit_accounts WHERE organization_id = $1 FOR UPDATE', [
    organization,
  ]);
  const calls = Array.from({ length: IN_FLIGHT }, () =>
    callGate(gate.port, '/v1/sessions', { key: key.text, body: { mode: 'ai_agent' } }),
  );
  await expect.poll(waitingForLock).toBe(true);
  const ended = gate.end('SIGTERM');
  await expect.poll(() => isRefused(gate.port)).toBe(true);
  await holder.query('ROLLBACK');
  holder.release();

  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status)).toEqual(Array(IN_FLIGHT).fill(201));
  expect(answers.every(({ headers }) => headers.connection === 'close')).toBe(true);
  expect(await ended).toBe(0);
  agent.destroy();
  const { rows } = await pool.query<{ sessions: number; used: boolean; stopped: boolean }>(
    `SELECT (SELECT count(*)::int FROM voice_sessions WHERE organization_id = $1) AS sessions,
       (SELECT last_used_at IS NOT NULL FROM api_keys WHERE id = $2) AS used,
       (SELECT bool_and(stopped_at IS NOT NULL) FROM gate_instances) AS stopped`,
    [organization, key.id],
  );
  expect(rows[0]).toEqual({ sessions: IN_FLIGHT, used: true, stopped: true });
});

async function waitingForLock(): Promise<boolean> {
  const { rows } = await ownerPool().query<{ waiting: boolean }>(
    "SELECT count(*) > 0 AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return rows[0]?.waiting === true;
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.destroy()).on('connect', () => resolve(false));
    socket.on('error', () => resolve(true));
  });
}
