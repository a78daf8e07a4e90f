import type { ServerResponse } from 'node:http';
import type { Answer } from './respond.ts';
import { sendStream } from './send-stream.ts';

type Waiting = {
  readonly response: ServerResponse;
  readonly answer: Answer;
  readonly failed: (error: unknown) => void;
};

/**
 * Sends the answers of one turn of the event loop together, at its end. Each sending may wake a peer that
 * sleeps, which can cost more than the whole call; a peer that finds more to do stays awake.
 */
export class Outbox {
  #waiting: Waiting[] = [];
  readonly #flush = () => this.flush();

  /** Takes an answer. `failed` is told why it could not be sent; nothing is thrown. */
  add(response: ServerResponse, answer: Answer, failed: (error: unknown) => void): void {
    try {
      response.writeHead(answer.status, answer.headers);
    } catch (error) {
      failed(error);
      return;
    }
    if (this.#waiting.length === 0) setImmediate(this.#flush);
    this.#waiting.push({ response, answer, failed });
  }

  /** Sends what waits. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { response, answer, failed } of waiting) {
      try {
        if (answer.stream === undefined) response.end(answer.body, answer.encoding);
        else sendStream(response, answer.stream, failed);
      } catch (error) {
        failed(error);
      }
    }
  }
}
