import { newId } from '#lib/ids';
import type { AudioFrame } from './frames.ts';
import { Mixer } from './mixer.ts';
import type { StreamStore } from './store.ts';

/** The recording of one connection, from its first frame on. */
export class Track {
  readonly #sessionId: string;
  readonly #store: Pick<StreamStore, 'add'>;
  readonly #fault: () => void;
  #recording: { readonly id: string; readonly mixer: Mixer } | null = null;
  #number = 0;

  /** @param fault told when something of it could not be stored */
  constructor(sessionId: string, store: Pick<StreamStore, 'add'>, fault: () => void) {
    this.#sessionId = sessionId;
    this.#store = store;
    this.#fault = fault;
  }

  /** @param now monotonic milliseconds */
  add({ speaker, timestamp_ms, audio }: AudioFrame, now: number): void {
    this.#recording ??= this.#open(now);
    const { mixer } = this.#recording;
    const samples = Buffer.from(audio.payload, 'base64');
    this.#keep(mixer.add(speaker, timestamp_ms, samples, now));
  }

  /** Stores what is left. */
  end(): void {
    if (this.#recording !== null) this.#keep(this.#recording.mixer.end());
  }

  #open(now: number) {
    const id = newId('rec');
    const sessionId = this.#sessionId;
    this.#watch(this.#store.add({ sessionId, opened: { sessionId, recordingId: id } }));
    return { id, mixer: new Mixer(now) };
  }

  #keep(stretches: readonly Buffer[]): void {
    const recordingId = this.#recording?.id ?? '';
    const sessionId = this.#sessionId;
    for (const samples of stretches) {
      const number = this.#number++;
      this.#watch(
        this.#store.add({ sessionId, samples: { sessionId, recordingId, number, samples } }),
      );
    }
  }

  #watch(stored: Promise<boolean>): void {
    void stored.then((isStored) => {
      if (!isStored) this.#fault();
    });
  }
}
