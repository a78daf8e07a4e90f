import type { AudioFrame, PartialTurn } from '#lib/stream/frames';
import type { StreamedSession } from '#lib/stream/session';
import type { Engine, EngineEvents } from './engine.ts';
import { type Event, type Heard, Hearing } from './hearing.ts';
import { FALLBACK_LANGUAGE, phrase, spokenLanguage } from './phrases.ts';

/** A step of loudness that chooses another sentence. */
const LOUDNESS_STEP = 2_000;
/** Voice in which a sentence is said, milliseconds; a longer turn goes on with the next one. */
const SENTENCE_MS = 2_500;

/** One speaker's ear, and the languages that it speaks and is translated to. */
type Voice = { readonly hearing: Hearing; readonly from: string; readonly to: string | null };

/**
 * The built-in engine: deterministic turns from energy and length of the audio, in sentences of a small
 * table. It recognizes no speech. In a bidirectional session every other speaker speaks the target language.
 */
export function openSandbox(session: StreamedSession, events: EngineEvents): Engine {
  const voices = new Map<string, Voice>();
  const tell = (speaker: string, voice: Voice, heard: readonly Event[]) => {
    for (const event of heard) {
      if (event.kind === 'partial') events.partial(toPartial(speaker, voice, event.heard));
      else events.final(toFinal(speaker, voice, event.heard));
    }
  };
  // Behind the caller's own beginning, as with an engine that has to be reached first.
  queueMicrotask(() => events.ready());
  return {
    hear({ speaker, timestamp_ms, audio }: AudioFrame) {
      const voice = voices.get(speaker) ?? newVoice(session, voices.size);
      voices.set(speaker, voice);
      tell(speaker, voice, voice.hearing.hear(timestamp_ms, Buffer.from(audio.payload, 'base64')));
    },
    end() {
      for (const [speaker, voice] of voices) tell(speaker, voice, voice.hearing.end());
      return Promise.resolve();
    },
    hold() {
      // It says nothing unless it hears, and a slow client is not heard.
    },
    isStalled: () => false,
    close: () => voices.clear(),
  };
}

function newVoice(session: StreamedSession, number: number): Voice {
  const source = spokenLanguage(session.sourceLanguage) ?? FALLBACK_LANGUAGE;
  const target = spokenLanguage(session.targetLanguage);
  const isOther = session.mode === 'bidirectional_translation' && number % 2 === 1;
  const [from, to] = isOther && target !== null ? [target, source] : [source, target];
  return { hearing: new Hearing(), from, to: to === from ? null : to };
}

function toPartial(speaker: string, { from }: Voice, heard: Heard): PartialTurn {
  const sentences = sentencesOf(heard, from);
  const words = sentences.at(-1)?.split(' ') ?? [];
  const part = heard.voicedMs / SENTENCE_MS - (sentences.length - 1);
  const count = Math.max(1, Math.ceil(words.length * part));
  const text = [...sentences.slice(0, -1), ...words.slice(0, count)].join(' ');
  return { speaker, language: from, text };
}

function toFinal(speaker: string, { from, to }: Voice, heard: Heard) {
  const said = (language: string) => sentencesOf(heard, language).join(' ');
  return {
    speaker,
    language: from,
    text: said(from),
    translation: to === null ? null : said(to),
    timestampMs: heard.startMs,
    durationMs: heard.lengthMs,
  };
}

/**
 * The sentences that were begun, the last one whole. Its number and its opening choose the first one, its
 * length how many there are, so that a turn only ever goes on from what was told of it.
 */
function sentencesOf({ number, opening, voicedMs }: Heard, language: string): string[] {
  const first = number + Math.floor(opening / LOUDNESS_STEP);
  const count = Math.max(1, Math.ceil(voicedMs / SENTENCE_MS));
  return Array.from({ length: count }, (_, at) => phrase(first + at, language));
}
