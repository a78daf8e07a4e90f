import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { freePorts } from '#test/free-ports';
import { callGate, type GateResponse } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { findRedis, type RedisServer, startRedis } from '#test/redis-server';
import { untilWindowHas } from '#test/window';

const LIMIT = 40;
const program = findRedis();
if (program === null)
  process.stderr.write('No redis-server here: limits of several gates untested.\n');

describe.skipIf(program === null)('limits of two gates through Redis', () => {
  let redis: RedisServer;
  let port: number;
  let gates: GateProcess[];

  beforeAll(async () => {
    port = (await freePorts(5))[4] ?? 0;
    redis = await startRedis(program ?? '', port);
    const variables = { REDIS_URL: redis.url };
    gates = [await startGateProcess({ variables }), await startGateProcess({ variables })];
  });
  afterAll(async () => {
    await Promise.all(gates.map((gate) => gate.end('SIGTERM')));
    await redis.stop();
  });

  async function limitedKey(rateLimit?: number) {
    const organization = await seedOrganization(ownerPool(), { requestsPerMinute: LIMIT });
    await untilWindowHas(12);
    return seedKey(ownerPool(), organization, rateLimit === undefined ? {} : { rateLimit });
  }

  const callBoth = (key: string, calls: number): Promise<GateResponse[]> =>
    Promise.all(
      Array.from({ length: calls }, (_, i) => callGate(gates[i % 2]?.port ?? 0, '/v1/me', { key })),
    );
  const countOf = (answers: readonly GateResponse[], status: number) =>
    answers.filter((answer) => answer.status === status).length;

  test('exactly the limit passes, whichever gate is called', async () => {
    const key = await limitedKey();
    const answers = await callBoth(key.text, 3 * LIMIT);
    expect([countOf(answers, 200), countOf(answers, 429)]).toEqual([LIMIT, 2 * LIMIT]);
    const left = answers.map(({ headers }) => Number(headers['x-ratelimit-remaining']));
    expect(new Set(left.slice().sort((a, b) => a - b)).size).toBe(LIMIT);
  });

  test('a key that is over its own limit leaves the organization its room', async () => {
    const key = await limitedKey(5);
    const answers = await callBoth(key.text, 30);
    expect(countOf(answers, 200)).toBe(5);
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"key";q=5;w=60');
  });

  test('without Redis each gate holds the limit by itself, and no call fails', async () => {
    const key = await limitedKey();
    await redis.stop();
    const answers = await callBoth(key.text, 5 * LIMIT);
    expect(countOf(answers, 200) + countOf(answers, 429)).toBe(answers.length);
    expect(countOf(answers, 200)).toBeGreaterThanOrEqual(LIMIT);
    expect(countOf(answers, 200)).toBeLessThanOrEqual(2 * LIMIT);
    await expect.poll(() => gates[0]?.output()).toContain('Redis is away');

    redis = await startRedis(program ?? '', port);
    await expect
      .poll(
        async () => {
          const other = await limitedKey();
          return countOf(await callBoth(other.text, 3 * LIMIT), 200);
        },
        { timeout: 20_000 },
      )
      .toBe(LIMIT);
  });
});
