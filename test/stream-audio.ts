import { toMulaw } from '#lib/stream/mulaw';

const FRAME_MS = 20;
const SAMPLES = FRAME_MS * 8;

/** Twenty milliseconds of a tone of this loudness, or of silence. */
export function tone(amplitude: number): Buffer {
  return Buffer.from(
    Array.from({ length: SAMPLES }, (_, n) => toMulaw(Math.round(amplitude * Math.sin(n / 2)))),
  );
}

/** The frame of an `audio.input` at a place in time. */
export function frame(sequence: number, samples: Buffer, speaker = 'caller') {
  return {
    type: 'audio.input',
    sequence,
    timestamp_ms: sequence * FRAME_MS,
    speaker,
    audio: { encoding: 'mulaw', sample_rate_hz: 8000, payload: samples.toString('base64') },
  };
}

/** Frames of a voice and the silence after it, milliseconds each; `first` is the first frame's number. */
export function utterance(
  {
    voiceMs,
    silenceMs,
    loudness = 8_000,
  }: { voiceMs: number; silenceMs: number; loudness?: number },
  first = 0,
  speaker = 'caller',
) {
  const voiced = voiceMs / FRAME_MS;
  const total = voiced + silenceMs / FRAME_MS;
  const [loud, quiet] = [tone(loudness), tone(0)];
  return Array.from({ length: total }, (_, n) =>
    frame(first + n, n < voiced ? loud : quiet, speaker),
  );
}
