import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { clock } from '#lib/clock';
import type { Counters } from './decide.ts';
import type { Known } from './known.ts';
import { type Counter, type Limiter, peek, take, windowAt } from './limiter.ts';

/** Milliseconds that one answer of Redis may take. */
const COMMAND_TIMEOUT_MS = 150;
/** Milliseconds for which Redis is left alone after it failed. */
const PAUSE_MS = 1_000;
/** A window's number is part of its name; this only cleans up behind it. */
const KEEP_SECONDS = 180;
const NO_LIMIT = 2 ** 31;

/**
 * The limiter of several gates: windows are counted in Redis or Valkey. While that is away, each gate
 * counts on from the last common figure by itself, so that a limit is at most multiplied by the gates,
 * never lifted.
 * @param tell a line for the operator when Redis goes away or comes back
 */
export function createRedisLimiter(url: string, tell: (away: boolean) => void): Limiter {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 1_000,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  const shared = new RateLimiterRedis({
    storeClient: client,
    keyPrefix: 'gate',
    points: NO_LIMIT,
    duration: KEEP_SECONDS,
    rejectIfRedisNotReady: true,
  });
  let awayUntil = 0;
  let away = false;
  client.on('error', () => undefined);

  const note = (failed: boolean) => {
    if (failed) awayUntil = clock.elapsed() + PAUSE_MS;
    if (failed !== away) tell(failed);
    away = failed;
  };

  async function takeShared(counter: Counter, window: number): Promise<number> {
    const local = take(counter, window);
    if (clock.elapsed() < awayUntil) return local;
    try {
      const { consumedPoints } = await shared.consume(`${counter.name}:${window}`);
      note(false);
      if (counter.window === window) counter.count = Math.max(counter.count, consumedPoints);
      return consumedPoints;
    } catch {
      note(true);
      return local;
    }
  }

  async function count(known: Known, now: number): Promise<Counters> {
    const window = windowAt(now);
    const { key: own, organization, resetAt } = peek(known, now);
    const key =
      own === null || known.keyCounter === null
        ? null
        : { limit: own.limit, count: await takeShared(known.keyCounter, window) };
    if (key !== null && key.count > key.limit) return { organization, key, resetAt };
    const total = await takeShared(known.organizationCounter, window);
    return { organization: { limit: organization.limit, count: total }, key, resetAt };
  }

  return { count, close: () => client.disconnect() };
}
