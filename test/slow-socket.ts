import { connect } from 'node:net';
import { clock } from '#lib/clock';
import { type RawAnswer, statusesOf } from '#test/raw-socket';

export type SlowAnswer = RawAnswer & {
  /** From the start until the other side closed. */
  readonly milliseconds: number;
};

/** Longer than the gate has patience with anybody, milliseconds. */
const GIVE_UP_MS = 20_000;

/** Sends the start, then a piece of it every second, until the other side closes or 20 s are over. */
export function sendSlowly(port: number, start: string, piece = ''): Promise<SlowAnswer> {
  const begun = clock.elapsed();
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(start));
    let text = '';
    const drip = setInterval(() => {
      if (piece !== '' && socket.writable) socket.write(piece);
    }, 1_000);
    const finish = (closed: boolean) => {
      clearInterval(drip);
      clearTimeout(patience);
      socket.destroy();
      const milliseconds = clock.elapsed() - begun;
      resolve({ text, statuses: statusesOf(text), closed, milliseconds });
    };
    const patience = setTimeout(finish, GIVE_UP_MS, false);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => finish(true)).on('close', () => finish(true));
  });
}
