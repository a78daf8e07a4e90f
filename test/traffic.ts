import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '#lib/clock';
import { callGate } from '#test/gate-call';

export type Traffic = {
  /** How often each status came so far; 0 counts calls that got no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  /** When the last answer with this status came, in milliseconds of the monotonic clock. */
  lastAt(status: number): number;
  /** Ends when the calls under way have; resolves with the statuses. */
  stop(): Promise<Readonly<Record<number, number>>>;
};

const AT_ONCE = 4;
const PAUSE_MS = 10;

/** Creates sessions at a gate, again and again, until it is stopped. */
export function startTraffic(port: number, key: string): Traffic {
  const statuses: Record<number, number> = {};
  const last = new Map<number, number>();
  let going = true;
  async function callOn(): Promise<void> {
    while (going) {
      const call = callGate(port, '/v1/sessions', { key, body: { mode: 'ai_agent' } });
      const status = await call.then(
        (answer) => answer.status,
        () => 0,
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
      last.set(status, clock.elapsed());
      await delay(PAUSE_MS);
    }
  }
  const callers = Array.from({ length: AT_ONCE }, callOn);
  return {
    statuses,
    lastAt: (status) => last.get(status) ?? 0,
    async stop() {
      going = false;
      await Promise.all(callers);
      return statuses;
    },
  };
}
