import WebSocket from 'ws';
import { clock } from '#lib/clock';
import { type AudioFrame, FRAME_BYTES, readEngineMessage } from '#lib/stream/frames';
import { Backlog } from '#lib/stream/limits';
import type { StreamedSession } from '#lib/stream/session';
import type { Engine, EngineEvents } from './engine.ts';

const CONNECT_MS = 3_000;
/** Milliseconds that the engine gets for its last turns after the audio's end. */
const END_MS = 2_000;

/**
 * Relays one stream to a real engine over a WebSocket of its own; the protocol is in docs/speech-engine.md.
 * @param url may hold a secret, and so is neither logged nor told
 */
export function openRelay(url: string, session: StreamedSession, events: EngineEvents): Engine {
  return new Relay(url, session, events);
}

class Relay implements Engine {
  readonly #socket: WebSocket;
  readonly #events: EngineEvents;
  readonly #backlog = new Backlog(clock.elapsed());
  #over = false;
  #ending: (() => void) | null = null;

  constructor(url: string, session: StreamedSession, events: EngineEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url, {
      handshakeTimeout: CONNECT_MS,
      maxPayload: FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.#socket.on('open', () => {
      if (this.#over) return;
      this.#send(startMessage(session));
      events.ready();
    });
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary) this.#fail();
      else this.#tell(String(data));
    });
    this.#socket.on('error', () => this.#fail());
    this.#socket.on('close', () => this.#gone());
  }

  hear(_frame: AudioFrame, text: string): void {
    if (this.#over) return;
    this.#send(text);
    if (this.#backlog.isHigh) this.#events.busy(true);
  }

  end(): Promise<void> {
    if (this.#over || this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve();
    this.#send('{"type":"session.end"}');
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.close(), END_MS);
      this.#ending = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  hold(isHeld: boolean): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (isHeld) this.#socket.pause();
    else this.#socket.resume();
  }

  isStalled(now: number): boolean {
    return this.#backlog.isStalled(now);
  }

  close(): void {
    this.#over = true;
    this.#socket.terminate();
    this.#ending?.();
  }

  #send(text: string): void {
    const bytes = text.length;
    this.#backlog.add(bytes, clock.elapsed());
    this.#socket.send(text, () => {
      if (this.#backlog.sent(bytes, clock.elapsed()) && !this.#over) this.#events.busy(false);
    });
  }

  #tell(text: string): void {
    if (this.#over) return;
    const message = readEngineMessage(text);
    if (typeof message === 'string' || message.type === 'session.error') {
      this.#fail();
      return;
    }
    const { speaker, text: words } = message;
    const language = message.language ?? null;
    if (message.type === 'transcript.partial') {
      this.#events.partial({ speaker, language, text: words });
      return;
    }
    this.#events.final({
      speaker,
      language,
      text: words,
      translation: message.translation ?? null,
      timestampMs: message.timestamp_ms,
      durationMs: message.duration_ms,
    });
  }

  /** At the end the engine closes when it has told everything; before, it is its death. */
  #gone(): void {
    if (this.#ending === null) this.#fail();
    else this.close();
  }

  #fail(): void {
    if (this.#over) return;
    const wasEnding = this.#ending !== null;
    this.close();
    if (!wasEnding) this.#events.failed();
  }
}

function startMessage(session: StreamedSession): string {
  return JSON.stringify({
    type: 'session.start',
    session: {
      id: session.id,
      environment: session.environment,
      mode: session.mode,
      source_language: session.sourceLanguage,
      target_language: session.targetLanguage,
    },
  });
}
