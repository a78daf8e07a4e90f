import { clock } from '#lib/clock';
import { createPool } from '#lib/db/pool';
import { env } from '#lib/env';
import type { GateListener } from '#lib/env/listen';
import { UNREGISTER } from '#lib/gates/registry';
import { log } from '#lib/log';
import type { GateServices } from './call.ts';
import { KeyStore } from './key-store.ts';
import { type Limiter, memoryLimiter } from './limiter.ts';
import { Link } from './link.ts';
import type { PepperGuard } from './pepper-guard.ts';
import { answerTo, readAsk } from './questions.ts';

/** Who else hears of changes. */
type Ears = { hear(message: string): void; reset(): void };

/** What a gate is made of, below its HTTP side. */
export type Parts = {
  readonly services: GateServices;
  readonly link: Link;
  readonly keys: KeyStore;
  readonly limiter: Limiter;
  /**
   * Begins to hear of changes.
   * @param settled resolves when no call is left that was judged before it was asked; a confirmation
   * waits for it
   * @param streams hear of the same changes
   */
  open(settled: () => Promise<void>, streams: Ears): void;
  close(): Promise<void>;
};

/** Makes the parts and joins them; nothing connects before `open` or the first call. */
export async function openParts(
  gateId: string,
  wanted: readonly GateListener[],
  guard: PepperGuard,
): Promise<Parts> {
  // Each call has its own deadline; these give a connection back that hangs, well within 3 s.
  const pool = createPool({
    max: 4,
    name: 'gate',
    connectionTimeoutMs: 1_200,
    statementTimeoutMs: 900,
    queryTimeoutMs: 1_000,
  });
  const { databaseUrl, peppers, currentPepper } = env();
  const keys = new KeyStore(pool, { all: peppers, current: currentPepper }, guard, () =>
    link.isFresh(clock.elapsed()),
  );
  const addresses = wanted.map(({ port, environment }) => `${port}:${environment}`).join(',');
  let settled = () => Promise.resolve();
  let ears: Ears | null = null;
  const answer = async (message: string) => {
    const ask = readAsk(message);
    if (ask?.question.kind === 'confirm') await settled();
    if (ask !== null) link.reply([answerTo(gateId, ask)]);
  };
  const link: Link = new Link(
    { id: gateId, listen: addresses, databaseUrl },
    {
      reset: () => {
        keys.cache.clear();
        ears?.reset();
      },
      message: (message) => {
        ears?.hear(message);
        if (!keys.apply(message)) void answer(message);
      },
    },
  );
  const open = (wait: () => Promise<void>, streams: Ears) => {
    settled = wait;
    ears = streams;
    link.open();
  };
  const limiter = await openLimiter();
  const services: GateServices = {
    gateId,
    pool,
    databaseNow: () => link.databaseTime(clock.elapsed()),
    credits: { advance: (figures) => keys.advance(figures) },
    log: tell,
  };
  const close = async () => {
    limiter.close();
    await link.close();
    // Behind the last heartbeat, which would make the gate expected again. Lost when the database is
    // away: then confirmations wait for this gate until its row is 5 s old.
    await pool.query(UNREGISTER, [gateId]).catch(() => undefined);
    await pool.end();
  };
  return { services, link, keys, limiter, open, close };
}

async function openLimiter(): Promise<Limiter> {
  const { redisUrl } = env();
  if (redisUrl === undefined) return memoryLimiter;
  // Only then: a single gate need not carry a Redis client.
  const { createRedisLimiter } = await import('./limiter-redis.ts');
  return createRedisLimiter(redisUrl, (away) =>
    away
      ? tell('warn', 'Redis is away: this gate counts rate limits by itself')
      : tell('info', 'Redis is back: rate limits are counted in common'),
  );
}

function tell(level: 'info' | 'warn' | 'error', message: string, fields = {}): void {
  log()[level](fields, message);
}
