import { connect } from 'node:net';

export type RawAnswer = {
  /** Everything that came, as latin1. */
  readonly text: string;
  /** Status of each response in it, in order. */
  readonly statuses: readonly number[];
  /** Whether the other side closed the connection. */
  readonly closed: boolean;
};

/** The status of each response in a text, in order. */
export function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
}

/**
 * Sends bytes as they are and collects what comes back until the other side closes or has been silent
 * for `quietMs`.
 */
export function sendRaw(port: number, bytes: string | Buffer, quietMs = 400): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let quiet: NodeJS.Timeout;
    const finish = (closed: boolean) => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ text, statuses: statusesOf(text), closed });
    };
    const wait = () => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, quietMs, false);
    };
    socket.on('connect', () => socket.write(bytes)).on('connect', wait);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      wait();
    });
    socket.on('error', () => finish(true)).on('close', () => finish(true));
  });
}
