import type { AudioFrame, FinalTurn, PartialTurn } from '#lib/stream/frames';
import type { StreamedSession } from '#lib/stream/session';

/** What an engine tells of. */
export type EngineEvents = {
  /** It takes audio from now on. */
  ready(): void;
  partial(turn: PartialTurn): void;
  final(turn: FinalTurn): void;
  /** It can't go on; nothing follows. */
  failed(): void;
  /** It is slow: true until it has caught up. */
  busy(isBusy: boolean): void;
};

/** What makes turns of a stream's audio; one for each connection. */
export type Engine = {
  /** @param text the frame as the client sent it */
  hear(frame: AudioFrame, text: string): void;
  /** Tells what is still to be told, then resolves; called once. */
  end(): Promise<void>;
  /** The client is slow: nothing is to be told until it has caught up. */
  hold(isHeld: boolean): void;
  /** Whether it has taken nothing for too long. `now`: monotonic milliseconds. */
  isStalled(now: number): boolean;
  /** Lets go of everything at once. */
  close(): void;
};

/** `sandbox` is no speech recognition, and a session says so. */
export type EngineName = 'sandbox' | 'external';

/** The engine that hears streams. @param url of a real one, as the settings have it */
export function engineNameOf(url: string | undefined): EngineName {
  return url === undefined ? 'sandbox' : 'external';
}

/** Makes the engine of one connection. */
export type OpenEngine = (session: StreamedSession, events: EngineEvents) => Engine;
