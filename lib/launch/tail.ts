import type { Readable } from 'node:stream';

const KEPT_LINES = 12;
const LONGEST_LINE = 10_000;

/** Reads a process's output by lines: keeps the last ones and, once open, hands on each. */
export class Tail {
  readonly #name: string;
  readonly #log: (name: string, line: string) => void;
  #kept: string[] = [];
  #isOpen = false;

  constructor(name: string, log: (name: string, line: string) => void) {
    this.#name = name;
    this.#log = log;
  }

  follow(stream: Readable | null): void {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) this.#take(line);
    });
    stream?.on('end', () => {
      if (rest !== '') this.#take(rest);
    });
  }

  /** From now on lines are handed on; those of the start-up are only kept, for when it fails. */
  open(): void {
    this.#isOpen = true;
  }

  lines(): readonly string[] {
    return this.#kept;
  }

  #take(line: string): void {
    this.#kept = [...this.#kept, line].slice(-KEPT_LINES);
    if (this.#isOpen) this.#log(this.#name, line);
  }
}
