/** How often a part may die within the window before it is given up. */
const LIMIT = 5;
const WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 250;

export type RestartDecision = { restart: true; delayMs: number } | { restart: false };

/**
 * Whether a part that died is started again, and after how long: the wait doubles with each death of
 * the last minute, and the fifth is the last.
 * @param deaths when it died, in milliseconds of the clock that `now` is of; the newest one included.
 */
export function decideRestart(deaths: readonly number[], now: number): RestartDecision {
  const recent = deaths.filter((death) => now - death < WINDOW_MS).length;
  if (recent >= LIMIT) return { restart: false };
  return { restart: true, delayMs: FIRST_DELAY_MS * 2 ** Math.max(recent - 1, 0) };
}
