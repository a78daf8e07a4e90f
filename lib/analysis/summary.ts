import { bySpeaker, rounded, type Turn, toSeconds } from './turn.ts';

/** Who spoke how much, and how long nobody did. */
export type Summary = {
  turns: number;
  speakers: {
    speaker: string;
    turns: number;
    talk_seconds: number;
    /** Of what all speakers spoke together, 0 to 1; null when no turn has a length. */
    talk_ratio: number | null;
  }[];
  /** The longest time between two turns in which nobody spoke; null when there was none. */
  longest_silence: { seconds: number; after_sequence: number } | null;
};

/** Counts and lengths, from the turns' own times. Ratios have three digits. */
export function summarise(turns: readonly Turn[]): Summary {
  const total = talkMs(turns);
  return {
    turns: turns.length,
    speakers: [...bySpeaker(turns)].map(([speaker, own]) => ({
      speaker,
      turns: own.length,
      talk_seconds: toSeconds(talkMs(own)),
      talk_ratio: total === 0 ? null : rounded(talkMs(own) / total, 3),
    })),
    longest_silence: longestSilence(turns),
  };
}

function talkMs(turns: readonly Turn[]): number {
  return turns.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Turns may overlap: silence begins when the last of those so far has ended. */
function longestSilence(turns: readonly Turn[]): Summary['longest_silence'] {
  let longest: { ms: number; after: number } | null = null;
  let last: { end: number; sequence: number } | null = null;
  for (const turn of [...turns].sort((one, other) => one.offsetMs - other.offsetMs)) {
    const silence = last === null ? 0 : turn.offsetMs - last.end;
    if (last !== null && silence > (longest?.ms ?? 0)) {
      longest = { ms: silence, after: last.sequence };
    }
    const end = turn.offsetMs + turn.durationMs;
    if (last === null || end > last.end) last = { end, sequence: turn.sequence };
  }
  return longest && { seconds: toSeconds(longest.ms), after_sequence: longest.after };
}
