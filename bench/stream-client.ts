import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { clock } from '#lib/clock';

/**
 * Opens the streams whose addresses come on stdin, one a line. Arguments: frames a second of each stream, and
 * seconds; with none it only opens them, prints `open` and holds them. Else it sends audio in real time and
 * prints frames sent, seconds, and the 99th percentile of the time to their partial turn, milliseconds.
 */
const [rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
const urls = (await text(process.stdin)).trim().split('\n');
const sockets: WebSocket[] = [];
for (const url of urls) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'message');
  sockets.push(socket);
}

if (rate === 0) {
  process.stdout.write('open\n');
  // Longer than the suite looks, shorter than the silence that closes a stream.
  await delay(50_000);
} else {
  process.stdout.write(`${JSON.stringify(await stream())}\n`);
}
for (const socket of sockets) socket.terminate();

async function stream() {
  const streams = sockets.map((socket) => ({ socket, sentAt: [] as number[] }));
  const sent = rate * seconds * streams.length;
  const took: number[] = [];
  for (const { socket, sentAt } of streams) {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type !== 'transcript.partial') throw new Error(String(data));
      took.push(clock.elapsed() - (sentAt[Number(message.text)] ?? 0));
    });
    socket.on('close', (code) => {
      if (took.length < sent) throw new Error(`closed by ${code}`);
    });
  }
  const begun = clock.elapsed();
  const every = 1000 / rate;
  // Every stream at a moment of its own, as people speak.
  const offsets = streams.map((_, index) => begun + (index / streams.length) * every);
  await Promise.all(streams.map((one, index) => speak(one, offsets[index] ?? begun)));
  while (took.length < sent) await delay(5);
  const elapsed = (clock.elapsed() - begun) / 1000;
  took.sort((one, other) => one - other);
  return { sent, seconds: elapsed, p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN };
}

/** Sends a stream's frames, each when it is due. */
async function speak(
  { socket, sentAt }: { readonly socket: WebSocket; readonly sentAt: number[] },
  begun: number,
): Promise<void> {
  const every = 1000 / rate;
  const payload = Buffer.alloc(160, 0x90).toString('base64');
  const audio = { encoding: 'mulaw', sample_rate_hz: 8000, payload };
  for (let n = 0; n < rate * seconds; n++) {
    const wait = begun + n * every - clock.elapsed();
    if (wait > 0) await delay(wait);
    const place = { sequence: n, timestamp_ms: Math.round(n * every), speaker: 'caller' };
    const message = JSON.stringify({ type: 'audio.input', ...place, audio });
    sentAt[n] = clock.elapsed();
    socket.send(message);
  }
}
