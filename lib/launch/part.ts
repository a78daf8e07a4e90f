/** A running piece of the product: a child process or the database server. */
export type Running = {
  /** Resolves when it has ended, with what its end looked like and its last words. */
  ended: Promise<string>;
  /** Asks it to finish what it is doing and end; resolves when it has ended. */
  stop: () => Promise<void>;
  /** Ends it at once. */
  kill: () => void;
};

/** A piece of the product that can be started again whenever it dies. */
export type Part = {
  name: string;
  /** Resolves when it is healthy. @throws PartError when it ends before that, or `signal` ends it */
  start: (signal: AbortSignal) => Promise<Running>;
};

/** A part ended before it was healthy; the message holds its last words. */
export class PartError extends Error {
  override name = 'PartError';
}
