import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import type { Context } from '#lib/context';
import { closeAsking } from '#lib/gates/ask';
import { revokeKey } from '#lib/keys/revoke';
import { setOrganization } from '#lib/orgs/set';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { dataOf } from '#test/tenant';

/** Below the writer's lock timeout, after which it would begin anew and read the key again. */
const HELD_MS = 150;

let gates: GateProcess[];
let organization: string;
let key: SeededKey;

beforeAll(async () => {
  gates = [await startGateProcess(), await startGateProcess()];
  // The first use of Prisma and of the line to the gates takes longer than a lock is held below.
  await newKey();
  await cuts.revoked.cut();
});
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.end('SIGTERM')));
  await closeAsking();
});

const operator = (): Context => ({
  organizationId: organization,
  actor: { kind: 'operator', label: 'operator' },
  origin: { ip: '', userAgent: '', requestId: '' },
});

/** What makes calls with the key fail from its receipt on, and the code that they then get. */
const cuts = {
  revoked: {
    code: 'api_key_revoked',
    cut: async () => dataOf(await revokeKey(operator(), { keyId: key.id, reason: 'unused' })),
  },
  suspended: {
    code: 'organization_inactive',
    cut: async () => dataOf(await setOrganization(operator(), { status: 'inactive' })),
  },
} as const;

async function newKey(): Promise<void> {
  organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
  key = await seedKey(ownerPool(), organization);
}

/** A session of the key for each gate; the keys are then in both caches. */
function createSessions(): Promise<string[]> {
  return Promise.all(
    gates.map(async ({ port }) => {
      const body = { mode: 'ai_agent' };
      const create = () => callGate(port, '/v1/sessions', { key: key.text, body });
      let answer = await create();
      // A gate's first connections may take long on a busy machine.
      while (answer.status === 503) answer = await create();
      return String(JSON.parse(answer.text).id);
    }),
  );
}

/** Sends one call to each gate; each answer with the time at which it was here. */
function callEach(paths: string[], options: Parameters<typeof callGate>[2]) {
  return gates.map(async ({ port }, index) => {
    const answer = await callGate(port, paths[index] ?? '', { key: key.text, ...options });
    return { ...answer, at: clock.elapsed() };
  });
}

/** Runs a statement and keeps what it locks until the returned function is called. */
async function hold(statement: string, values: unknown[] = []): Promise<() => Promise<void>> {
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query(statement, values);
  return async () => {
    await holder.query('ROLLBACK');
    holder.release();
  };
}

/** Resolves when this many sessions of the database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const wanted = { interval: 5, timeout: 2_000 };
  await expect
    .poll(async () => {
      const { rows } = await ownerPool().query<{ waiting: number }>(
        "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return rows[0]?.waiting;
    }, wanted)
    .toBe(count);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(Object.keys(cuts) as (keyof typeof cuts)[])('%s while calls are in flight', (how) => {
  const { code, cut } = cuts[how];

  test('a write that has read its key already is answered before the receipt, or refused', async () => {
    await newKey();
    const ids = await createSessions();
    // The batch reads its keys first and then waits for the sessions' rows.
    const release = await hold('SELECT 1 FROM voice_sessions WHERE id = ANY($1) FOR UPDATE', [ids]);
    const calls = callEach(
      ids.map((id) => `/v1/sessions/${id}/end`),
      { method: 'POST' },
    );
    await untilWaiting(gates.length);
    const cutting = cut().then((receipt) => ({ ...receipt, at: clock.elapsed() }));
    await pause(HELD_MS);
    await release();
    const receipt = await cutting;
    for (const answer of await Promise.all(calls)) {
      if (answer.status === 200) expect(answer.at).toBeLessThan(receipt.at + 20);
      else expect([code, 'service_unavailable']).toContain(answer.error?.code);
    }
    const later = await Promise.all(
      callEach(['/v1/sessions', '/v1/sessions'], { body: { mode: 'ai_agent' } }),
    );
    expect(later.map(({ error }) => error?.code)).toEqual([code, code]);
  });

  test('a read that waits meanwhile is refused, and counted once', async () => {
    await newKey();
    const ids = await createSessions();
    const release = await hold('LOCK TABLE voice_sessions IN ACCESS EXCLUSIVE MODE');
    const calls = callEach(
      ids.map((id) => `/v1/sessions/${id}`),
      {},
    );
    await untilWaiting(gates.length);
    await cut();
    await release();
    for (const answer of await Promise.all(calls)) {
      expect(answer.error?.code).toBe(code);
      expect(answer.headers['x-ratelimit-remaining']).toBe('999998');
    }
  });

  test('a body that comes slowly delays no receipt, and its call is refused', async () => {
    await newKey();
    await createSessions();
    const body = JSON.stringify({ mode: 'ai_agent' });
    const sockets = gates.map(({ port }) => connect(port, '127.0.0.1'));
    const head = [
      'POST /v1/sessions HTTP/1.1',
      'Host: gate.test',
      `Authorization: Bearer ${key.text}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    for (const socket of sockets) socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
    await pause(50);
    const began = clock.elapsed();
    await cut();
    expect(clock.elapsed() - began).toBeLessThan(1_000);
    for (const socket of sockets) {
      socket.write(body.slice(5));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toContain(code);
      socket.destroy();
    }
  });
});

test('with nothing in flight a receipt comes at once', async () => {
  await newKey();
  await createSessions();
  const receipt = await cuts.revoked.cut();
  expect(receipt.gates).toMatchObject({ expected: 2, confirmed: 2 });
  expect(receipt.gates.milliseconds).toBeLessThan(500);
});
