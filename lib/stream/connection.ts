import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { clock } from '#lib/clock';
import { type CloseReason, closeCode } from './close-codes.ts';
import type { Engine, EngineName, OpenEngine } from './engines/engine.ts';
import { type AudioFrame, type FinalTurn, type PartialTurn, readClientMessage } from './frames.ts';
import {
  Allowance,
  Backlog,
  BYTES,
  FAULTS,
  FRAMES,
  HIGH_WATER,
  SILENCE_MS,
  SPEAKERS,
} from './limits.ts';
import type { StreamedSession } from './session.ts';
import type { StreamStore } from './store.ts';
import { Track } from './track.ts';

/** Milliseconds that a client waits for its last turns to be stored before it is told the end. */
const STORE_MS = 3_000;
/** Ends that come with the last turns; every other one is told at once. */
const GENTLE: ReadonlySet<CloseReason> = new Set(['session_ended', 'going_away']);
const MOST_MS = 2 ** 31 - 1;
/** Turns that wait to be stored; from here on nobody is read. */
const MOST_UNSTORED = 32;

export type ConnectionParts = {
  readonly engineName: EngineName;
  readonly openEngine: OpenEngine;
  readonly store: Pick<StreamStore, 'add'>;
};

/** Why a session ends: its client said so, or somebody else did. */
export type Ender = 'client' | 'elsewhere';

/** One open stream: what its client sends goes to the engine, what the engine says is stored and sent. */
export class Connection {
  readonly session: StreamedSession;
  /** Resolves when everything of it is stored and its session is free for the next connection. */
  readonly over: Promise<void>;
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  readonly #engine: Engine;
  readonly #track: Track | null;
  readonly #frames: Allowance;
  readonly #bytes: Allowance;
  readonly #faults: Allowance;
  readonly #outgoing: Backlog;
  readonly #speakers = new Set<string>();
  #heardAt: number;
  #sequence: number;
  /** The client's clock at its first frame, milliseconds. */
  #origin: number | null = null;
  /** Turns on their way into the database. */
  #unstored = 0;
  #ready = false;
  #busy = false;
  #ending = false;
  #resolveOver: () => void = () => undefined;

  constructor(socket: WebSocket, session: StreamedSession, parts: ConnectionParts) {
    const now = clock.elapsed();
    this.#socket = socket;
    this.session = session;
    this.#parts = parts;
    this.over = new Promise((resolve) => {
      this.#resolveOver = resolve;
    });
    this.#frames = new Allowance(FRAMES, now);
    this.#bytes = new Allowance(BYTES, now);
    this.#faults = new Allowance(FAULTS, now);
    this.#outgoing = new Backlog(now);
    this.#heardAt = now;
    this.#sequence = session.lastSequence;
    const fault = () => this.finish('internal_error');
    this.#track = session.recordingEnabled ? new Track(session.id, parts.store, fault) : null;
    socket.pause();
    socket.on('message', (data, isBinary) => this.#hear(data, isBinary));
    socket.on('ping', (data) => this.#answerPing(data));
    // The library has closed it already, by a code of `protocolCodes`.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#leave());
    this.#engine = parts.openEngine(session, {
      ready: () => this.#begin(),
      partial: (turn) => this.#partial(turn),
      final: (turn) => this.#final(turn),
      failed: () => this.finish('engine_unavailable'),
      busy: (isBusy) => this.#setBusy(isBusy),
    });
  }

  /** Looks whether one side has been silent or slow for too long. `now`: monotonic milliseconds. */
  tick(now: number): void {
    if (this.#ending) return;
    if (this.#outgoing.isStalled(now)) this.finish('slow_consumer');
    else if (this.#engine.isStalled(now)) this.finish('engine_unavailable');
    else if (!this.#socket.isPaused && now - this.#heardAt > SILENCE_MS) this.finish('silence');
  }

  /** Ends the connection and, for `session_ended`, tells that the session is over. Once; later calls do nothing. */
  finish(reason: CloseReason, ender: Ender = 'elsewhere'): void {
    if (this.#ending) return;
    this.#ending = true;
    // What the client sends from here on is read and dropped, or its own closing would not be seen.
    this.#socket.resume();
    if (!GENTLE.has(reason)) this.#close(reason, ender);
    void this.#windUp(reason === 'session_ended' && ender === 'client').then(() =>
      this.#close(reason, ender),
    );
  }

  /** The client is gone; its session goes on. */
  #leave(): void {
    if (this.#ending) return;
    this.#ending = true;
    void this.#windUp(false);
  }

  #begin(): void {
    if (this.#ending) return;
    const { session } = this;
    this.#ready = true;
    this.#send({
      type: 'session.ready',
      session_id: session.id,
      engine: this.#parts.engineName,
      source_language: session.sourceLanguage,
      target_language: session.targetLanguage,
      recording: { enabled: session.recordingEnabled },
    });
    this.#heardAt = clock.elapsed();
    this.#flow();
  }

  #hear(data: WebSocket.RawData, isBinary: boolean): void {
    if (this.#ending) return;
    const now = this.#noteSign();
    if (isBinary) {
      this.finish('unsupported_data');
      return;
    }
    const text = data.toString();
    if (!this.#frames.take(1, now) || !this.#bytes.take(text.length, now)) {
      this.finish('flood');
      return;
    }
    const message = readClientMessage(text);
    if (typeof message === 'string') this.#complain('malformed_message', message, now);
    else if (message.type === 'ping') this.#send({ type: 'pong' });
    else if (message.type === 'session.end') this.finish('session_ended', 'client');
    else this.#hearAudio(message, text, now);
  }

  /** The protocol's own pings count as frames; who does not read what is sent gets no more answers. */
  #answerPing(data: Buffer): void {
    if (this.#ending) return;
    const now = this.#noteSign();
    if (!this.#frames.take(1, now)) this.finish('flood');
    else if (this.#socket.bufferedAmount < HIGH_WATER) this.#socket.pong(data);
  }

  #hearAudio(frame: AudioFrame, text: string, now: number): void {
    if (!this.#speakers.has(frame.speaker)) {
      if (this.#speakers.size >= SPEAKERS) {
        this.#complain('too_many_speakers', `A stream has ${SPEAKERS} speakers at most.`, now);
        return;
      }
      this.#speakers.add(frame.speaker);
    }
    this.#origin ??= frame.timestamp_ms;
    this.#track?.add(frame, now);
    this.#engine.hear(frame, text);
  }

  #complain(code: string, message: string, now: number): void {
    if (!this.#faults.take(1, now)) this.finish('malformed_messages');
    else this.#send({ type: 'session.error', code, message });
  }

  #partial({ speaker, language, text }: PartialTurn): void {
    // A turn that is said already must not be overtaken by the next one's beginning.
    if (this.#unstored > 0 || this.#ending || this.#outgoing.isHigh) return;
    const sequence = this.#sequence + 1;
    this.#send({ type: 'transcript.partial', sequence, speaker, language, text });
  }

  #final(turn: FinalTurn): void {
    this.#sequence += 1;
    this.#unstored += 1;
    if (this.#unstored === MOST_UNSTORED) this.#flow();
    const { speaker, language, text, translation } = turn;
    const numbered = {
      sequence: this.#sequence,
      speaker,
      language,
      text,
      translation,
      ...this.#timesOf(turn),
    };
    const { id: sessionId } = this.session;
    const stored = this.#parts.store.add({ sessionId, turn: { sessionId, ...numbered } });
    void stored.then((isStored) => {
      this.#unstored -= 1;
      if (this.#unstored === MOST_UNSTORED - 1) this.#flow();
      if (!isStored) {
        this.finish('internal_error');
        return;
      }
      const { offsetMs: offset_ms, durationMs: duration_ms, ...said } = numbered;
      this.#send({ type: 'transcript.final', ...said, offset_ms, duration_ms });
    });
  }

  /** Counted from the session's start: the first connection began then, later ones began later. */
  #timesOf({ timestampMs, durationMs }: FinalTurn) {
    const { claimedAt, startedAt } = this.session;
    const heard = Math.max(0, timestampMs - (this.#origin ?? timestampMs));
    const offsetMs = Math.min(MOST_MS, Math.round(claimedAt - startedAt + heard));
    return { offsetMs, durationMs: Math.min(MOST_MS, Math.max(0, Math.round(durationMs))) };
  }

  async #windUp(endsSession: boolean): Promise<void> {
    const { store } = this.#parts;
    await this.#engine.end();
    this.#engine.close();
    this.#track?.end();
    const sessionId = this.session.id;
    const released = store.add({ sessionId, release: { sessionId, ends: endsSession } });
    void released.then(() => this.#resolveOver());
    await Promise.race([released, delay(STORE_MS, undefined, { ref: false })]);
  }

  #close(reason: CloseReason, ender: Ender): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const { code, message } = closeCode(reason);
    if (reason === 'session_ended') {
      this.#send({ type: 'session.ended', session_id: this.session.id, ended_by: ender });
    } else if (reason !== 'going_away') {
      this.#send({ type: 'session.error', code: reason, message });
    }
    this.#socket.close(code, reason);
  }

  #send(message: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const text = JSON.stringify(message);
    this.#outgoing.add(text.length, clock.elapsed());
    this.#socket.send(text, () => {
      if (this.#outgoing.sent(text.length, clock.elapsed())) this.#flow();
    });
    if (this.#outgoing.isHigh) this.#flow();
  }

  #setBusy(isBusy: boolean): void {
    this.#busy = isBusy;
    this.#flow();
  }

  /** Reads each side only as fast as the other one, and the database, take it. */
  #flow(): void {
    if (this.#ending) return;
    const isFull = this.#outgoing.isHigh || this.#unstored >= MOST_UNSTORED;
    this.#engine.hold(isFull);
    if (!this.#ready || this.#busy || isFull) this.#socket.pause();
    else if (this.#socket.isPaused) {
      this.#heardAt = clock.elapsed();
      this.#socket.resume();
    }
  }

  #noteSign(): number {
    this.#heardAt = clock.elapsed();
    return this.#heardAt;
  }
}
