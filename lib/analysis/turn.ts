import type { SessionMode } from '#lib/db/generated/enums';

/** A turn of a transcript, in the order of `sequence`. */
export type Turn = {
  readonly sequence: number;
  readonly speaker: string;
  /** BCP 47; empty when it was not detected. */
  readonly language: string;
  readonly text: string;
  /** Milliseconds from the session's start to the turn's start. */
  readonly offsetMs: number;
  readonly durationMs: number;
};

/** What is known of the session beside its turns. */
export type SessionFacts = { readonly mode: SessionMode; readonly recorded: boolean };

/** The language without script and region, such as `de`; empty when there is none. */
export function baseLanguage({ language }: Pick<Turn, 'language'>): string {
  return language.split('-')[0]?.toLowerCase() ?? '';
}

/** The speakers in the order in which they first spoke, each with their turns. */
export function bySpeaker(turns: readonly Turn[]): ReadonlyMap<string, Turn[]> {
  return Map.groupBy(turns, ({ speaker }) => speaker);
}

/** Milliseconds as seconds. */
export function toSeconds(ms: number): number {
  return ms / 1000;
}

/** A number with so many digits behind the point at most. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
