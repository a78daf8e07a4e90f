import { rounded, type Turn, toSeconds } from './turn.ts';

/** How promptly people answered each other. */
export type Performance = {
  /** From the end of a turn to the beginning of the next one by somebody else; 0 when they overlap. */
  responses: {
    count: number;
    /** Null without any. */
    median_seconds: number | null;
    longest_seconds: number | null;
  };
  /** Turns that began while somebody else still spoke. */
  interruptions: number;
  speakers: { speaker: string; responses: number; median_seconds: number | null }[];
  /** From the first turn's beginning to the last one's end; null when that takes no time. */
  turns_per_minute: number | null;
};

type Response = { readonly speaker: string; readonly ms: number };

/** Medians of measured times, no percentile of a handful; in seconds, from the turns' milliseconds. */
export function measurePerformance(turns: readonly Turn[]): Performance {
  const sorted = [...turns].sort((one, other) => one.offsetMs - other.offsetMs);
  const changes = sorted.flatMap((turn, index) => {
    const before = sorted[index - 1];
    const changed = before !== undefined && before.speaker !== turn.speaker;
    return changed ? [{ speaker: turn.speaker, ms: turn.offsetMs - endOf(before) }] : [];
  });
  const responses = changes.map(({ speaker, ms }) => ({ speaker, ms: Math.max(0, ms) }));
  return {
    responses: {
      count: responses.length,
      median_seconds: median(responses),
      longest_seconds:
        responses.length === 0 ? null : toSeconds(Math.max(...responses.map(({ ms }) => ms))),
    },
    interruptions: changes.filter(({ ms }) => ms < 0).length,
    speakers: [...new Set(turns.map(({ speaker }) => speaker))].map((speaker) => {
      const own = responses.filter((response) => response.speaker === speaker);
      return { speaker, responses: own.length, median_seconds: median(own) };
    }),
    turns_per_minute: pace(sorted),
  };
}

function endOf({ offsetMs, durationMs }: Turn): number {
  return offsetMs + durationMs;
}

/** Of an even number the mean of the two in the middle, to the millisecond. */
function median(responses: readonly Response[]): number | null {
  const times = responses.map(({ ms }) => ms).sort((one, other) => one - other);
  const upper = times[Math.floor(times.length / 2)];
  const lower = times[Math.floor((times.length - 1) / 2)];
  return upper === undefined || lower === undefined
    ? null
    : toSeconds(Math.round((lower + upper) / 2));
}

function pace(sorted: readonly Turn[]): number | null {
  const first = sorted[0]?.offsetMs ?? 0;
  const ms = sorted.reduce((end, turn) => Math.max(end, endOf(turn)), first) - first;
  return ms === 0 ? null : rounded((sorted.length * 60_000) / ms, 1);
}
