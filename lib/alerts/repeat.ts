import { log } from '#lib/log';

/** Work that runs again and again, never twice at once. */
export type Repeated = {
  /** Runs it now, or once more as soon as the present run is over. */
  readonly wake: () => void;
  /** Lets the present run finish and starts no other. */
  readonly close: () => Promise<void>;
};

/** Repeats `run`, at the latest `pauseMs` milliseconds after its last end. A fault is logged. */
export function repeat(name: string, pauseMs: number, run: () => Promise<unknown>): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;

  async function work(): Promise<void> {
    do {
      again = false;
      await run().catch((error: unknown) => log().error({ err: error, work: name }, 'work failed'));
    } while (again && !closed);
  }

  function wake(): void {
    if (closed) return;
    clearTimeout(timer);
    if (running !== null) {
      again = true;
      return;
    }
    running = work().finally(() => {
      running = null;
      if (!closed) timer = setTimeout(wake, pauseMs);
    });
  }

  wake();
  return {
    wake,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
