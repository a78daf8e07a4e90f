import { z } from 'zod';

/** Bytes of a frame at most, in both directions. */
export const FRAME_BYTES = 64 * 1024;
/** G.711 mu-law, one byte a sample. */
export const SAMPLE_RATE = 8_000;

/** Letters, digits and what names are joined by: nothing that could hurt where it is shown or stored. */
const speaker = z.string().regex(/^[\p{L}\p{N} ._:@-]{1,64}$/u);

const audioInput = z.strictObject({
  type: z.literal('audio.input'),
  sequence: z.int().min(0),
  /** Milliseconds on the client's own clock. */
  timestamp_ms: z.int().min(0),
  speaker,
  audio: z.strictObject({
    encoding: z.literal('mulaw'),
    sample_rate_hz: z.literal(SAMPLE_RATE),
    payload: z.base64().min(4),
  }),
});

const clientMessage = z.discriminatedUnion('type', [
  audioInput,
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('session.end') }),
]);

/** Text that PostgreSQL and every client can hold. */
const plainText = z
  .string()
  .min(1)
  .max(8_000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'));
const language = z.string().regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/);
const milliseconds = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

const engineMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('transcript.partial'),
    speaker,
    language: language.nullish(),
    text: plainText,
  }),
  z.strictObject({
    type: z.literal('transcript.final'),
    speaker,
    language: language.nullish(),
    text: plainText,
    translation: plainText.nullish(),
    /** On the clock of the audio's `timestamp_ms`. */
    timestamp_ms: z.int().min(0),
    duration_ms: milliseconds,
  }),
  z.strictObject({ type: z.literal('session.error'), message: plainText.optional() }),
]);

export type ClientMessage = z.output<typeof clientMessage>;
export type AudioFrame = z.output<typeof audioInput>;
export type EngineMessage = z.output<typeof engineMessage>;

/** A partial turn as the client is told of it. */
export type PartialTurn = {
  readonly speaker: string;
  /** BCP 47, or null when it was not detected. */
  readonly language: string | null;
  readonly text: string;
};

/** A final turn of an engine, not yet numbered. */
export type FinalTurn = PartialTurn & {
  readonly translation: string | null;
  /** The client's clock at its start, milliseconds. */
  readonly timestampMs: number;
  readonly durationMs: number;
};

/** A client's message, or what is wrong with it. */
export function readClientMessage(text: string): ClientMessage | string {
  return read(clientMessage, text);
}

/** An engine's message, or what is wrong with it. */
export function readEngineMessage(text: string): EngineMessage | string {
  return read(engineMessage, text);
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The message is not JSON.';
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  return path === ''
    ? 'The message has a field too many or none of the known types.'
    : `The message is wrong at ${path}.`;
}
