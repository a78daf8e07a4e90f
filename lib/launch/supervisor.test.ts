import { describe, expect, test, vi } from 'vitest';
import { type Part, PartError, type Running } from './part.ts';
import { decideRestart } from './restart.ts';
import { Supervisor } from './supervisor.ts';

/** A part whose every life the test ends by hand. */
class FakePart implements Part {
  readonly name = 'gate';
  readonly lives: { end: (reason: string) => void; stop: () => Promise<void> }[] = [];
  failing = 0;

  async start(): Promise<Running> {
    if (this.failing-- > 0) throw new PartError('ended with status 1\n  no such table');
    const { promise, resolve } = Promise.withResolvers<string>();
    const stop = vi.fn(async () => resolve('ended with status 0'));
    this.lives.push({ end: resolve, stop });
    return { ended: promise, stop, kill: () => resolve('was ended by SIGKILL') };
  }
}

const events = () => ({ died: vi.fn(), returned: vi.fn(), givenUp: vi.fn() });

/** As in the product, but at once. */
const quickly: typeof decideRestart = (deaths, now) => {
  const decision = decideRestart(deaths, now);
  return decision.restart ? { restart: true, delayMs: 1 } : decision;
};

describe('Supervisor', () => {
  test('starts a part again after it died, a little later', async () => {
    const [part, told] = [new FakePart(), events()];
    const supervisor = new Supervisor(part, told);
    await supervisor.start();
    part.lives[0]?.end('ended with status 1');
    await vi.waitFor(() =>
      expect(told.died).toHaveBeenCalledWith('gate', 'ended with status 1', 250),
    );
    expect(part.lives).toHaveLength(1);
    await vi.waitFor(() => expect(told.returned).toHaveBeenCalled());
    expect(part.lives).toHaveLength(2);
    await supervisor.stop();
  });

  test('gives up a part that keeps dying, with its last words', async () => {
    const [part, told] = [new FakePart(), events()];
    part.failing = 100;
    const started = new Supervisor(part, told, quickly).start();
    await vi.waitFor(() => expect(told.givenUp).toHaveBeenCalled());
    await started;
    expect(told.died).toHaveBeenCalledTimes(4);
    expect(told.givenUp).toHaveBeenCalledWith('gate', expect.stringContaining('no such table'));
  });

  test('a stop is no death', async () => {
    const [part, told] = [new FakePart(), events()];
    const supervisor = new Supervisor(part, told);
    await supervisor.start();
    await supervisor.stop();
    expect(part.lives[0]?.stop).toHaveBeenCalledTimes(1);
    expect(part.lives).toHaveLength(1);
    expect(told.died).not.toHaveBeenCalled();
  });

  test('a stop while it waits to start again ends the waiting', async () => {
    const [part, told] = [new FakePart(), events()];
    const supervisor = new Supervisor(part, told);
    await supervisor.start();
    part.lives[0]?.end('ended with status 1');
    await vi.waitFor(() => expect(told.died).toHaveBeenCalled(), { interval: 1 });
    await supervisor.stop();
    expect(part.lives).toHaveLength(1);
  });
});
